package sevenlayers.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.State;

class OutlierEjectionTest {
    private static final Outliers ON = outliers(50, 5, 1_900, 0, 100);

    private static Outliers outliers(
            int maxPercent, int consecutive, int stdevFactor, int failurePercent, int enforcing) {
        return new Outliers(
                true,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(300),
                maxPercent,
                consecutive,
                stdevFactor,
                5,
                100,
                failurePercent,
                5,
                50,
                enforcing);
    }

    @Test
    void fiveFailuresInARowEjectAtOnceForThirtySeconds() {
        Watched five = new Watched(5);
        five.outliers(ON);
        five.calls(2, 100, 4);
        five.time.settle();
        assertThat(five.candidates()).containsExactly(1, 2, 3, 4, 5);
        five.calls(2, 0, 1);
        five.time.settle();
        assertThat(five.candidates()).containsExactly(1, 3, 4, 5);
        assertThat(five.events)
                .containsExactly("10.0.0.2:9000 HEALTHY -> EJECTED: 5 calls in a row failed; ejected for 30 s");
        five.time.pass(Duration.ofMillis(29_999));
        assertThat(five.candidates()).containsExactly(1, 3, 4, 5);
        five.time.pass(Duration.ofMillis(1));
        assertThat(five.candidates()).containsExactly(1, 2, 3, 4, 5);
        assertThat(five.events).last().isEqualTo("10.0.0.2:9000 EJECTED -> HEALTHY: its ejection of 30 s is over");
    }

    @Test
    void oneThatComesBackHasAFreshChance() {
        Watched five = new Watched(5);
        five.outliers(ON);
        five.calls(2, 0, 5);
        five.time.pass(Duration.ofSeconds(30));
        five.calls(2, 0, 4);
        five.time.settle();
        assertThat(five.standing(2).state()).isEqualTo(State.HEALTHY);
        five.calls(2, 0, 1);
        five.time.settle();
        assertThat(five.standing(2).why()).isEqualTo("5 calls in a row failed; ejected for 60 s");
    }

    @Test
    void aSuccessInBetweenBeginsTheCountAnew() {
        Watched five = new Watched(5);
        five.outliers(ON);
        for (int i = 0; i < 10; i++) {
            five.calls(2, 0, 4);
            five.calls(2, 1, 0);
        }
        five.time.settle();
        assertThat(five.events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "2, 60", "3, 90", "10, 300", "11, 300", "1000000, 300"})
    void eachEjectionLastsLongerThanTheOneBeforeUpToAnEnd(int multiplier, long seconds) {
        assertThat(ON.ejection(multiplier)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theMultiplierFallsByOneInEachIntervalWithoutAnEjection() {
        Watched five = new Watched(5);
        five.outliers(ON);
        five.calls(1, 0, 5);
        five.time.pass(Duration.ofSeconds(31));
        five.calls(1, 0, 5);
        five.time.settle();
        assertThat(five.standing(1).why()).endsWith("ejected for 60 s");
        // It comes back at 91 s. The looks at 110 s and 120 s take the multiplier from 2 to 0.
        five.time.pass(Duration.ofSeconds(90));
        five.calls(1, 0, 5);
        five.time.settle();
        assertThat(five.standing(1).why()).endsWith("ejected for 30 s");
    }

    @Test
    void aSuccessRateFarBelowTheOthersEjectsAtTheNextLook() {
        Watched five = new Watched(5);
        five.outliers(outliers(50, 0, 1_900, 0, 100));
        // Envoy's example: 50, 100, 100, 100, 100 has its threshold at 52.
        five.calls(1, 50, 50);
        for (int i = 2; i <= 5; i++) {
            five.calls(i, 100, 0);
        }
        five.time.pass(Duration.ofMillis(9_999));
        assertThat(five.events).isEmpty();
        five.time.pass(Duration.ofMillis(1));
        assertThat(five.events)
                .containsExactly("10.0.0.1:9000 HEALTHY -> EJECTED: 50.0 % of 100 calls went well, less than 52.0 % "
                        + "(mean 90.0 % - 1.9 standard deviations of 20.0 %); ejected for 30 s");
    }

    @ParameterizedTest(name = "{0} backends with {1} calls each")
    @CsvSource({"4, 100", "5, 99"})
    void tooFewBackendsOrCallsAreNoStatistics(int backends, int calls) {
        Watched watched = new Watched(backends);
        watched.outliers(outliers(50, 0, 100, 0, 100));
        watched.calls(1, 0, calls);
        for (int i = 2; i <= backends; i++) {
            watched.calls(i, calls, 0);
        }
        watched.time.pass(Duration.ofSeconds(10));
        assertThat(watched.events).isEmpty();
    }

    @Test
    void callsOfEarlierIntervalsDoNotCount() {
        Watched five = new Watched(5);
        five.outliers(outliers(50, 0, 1_900, 50, 100));
        for (int interval = 0; interval < 10; interval++) {
            five.calls(1, 0, 40);
            five.time.pass(Duration.ofSeconds(10));
        }
        assertThat(five.events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"50, false", "51, true"})
    void moreThanTheFailurePercentageEjects(int failed, boolean ejected) {
        Watched five = new Watched(5);
        five.outliers(outliers(50, 0, 0, 50, 100));
        five.calls(1, 100 - failed, failed);
        for (int i = 2; i <= 5; i++) {
            five.calls(i, 50, 0);
        }
        five.time.pass(Duration.ofSeconds(10));
        assertThat(five.standing(1).state()).isEqualTo(ejected ? State.EJECTED : State.HEALTHY);
        if (ejected) {
            assertThat(five.standing(1).why())
                    .isEqualTo("51.0 % of 100 calls failed, more than 50 %; ejected for 30 s");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "1, 0, true", "99, 98, true", "99, 99, false", "100, 99, true"})
    void anEjectionByNumbersIsCarriedOutWithAProbability(int enforcing, int drawn, boolean ejected) {
        Watched five = new Watched(5);
        five.dice = drawn;
        five.outliers(outliers(50, 0, 0, 50, enforcing));
        for (int i = 1; i <= 5; i++) {
            five.calls(i, 0, i == 1 ? 50 : 0);
            five.calls(i, i == 1 ? 0 : 50, 0);
        }
        five.time.pass(Duration.ofSeconds(10));
        assertThat(five.events.isEmpty()).isEqualTo(!ejected);
    }

    @ParameterizedTest(name = "of {0} backends {1} % are {2}")
    @CsvSource({
        "1, 10, 1",
        "3, 10, 1",
        "3, 0, 1",
        "10, 10, 1",
        "10, 29, 2",
        "10, 30, 3",
        "10, 100, 10",
        "3, 50, 1",
        "3, 67, 2"
    })
    void noMoreThanThePercentageIsEjectedButAlwaysOneMayBe(int backends, int percent, int ejected) {
        Watched watched = new Watched(backends);
        watched.panic(0);
        watched.outliers(outliers(percent, 5, 0, 0, 100));
        for (int i = 1; i <= backends; i++) {
            watched.calls(i, 0, 5);
        }
        watched.time.settle();
        assertThat(watched.snapshot().absent()).hasSize(ejected);
    }

    @Test
    void oneThatHadToWaitIsEjectedWhenAnotherComesBack() {
        Watched ten = new Watched(10);
        ten.outliers(outliers(10, 5, 0, 0, 100));
        ten.calls(1, 0, 5);
        ten.calls(2, 0, 5);
        ten.time.pass(Duration.ofSeconds(30));
        ten.calls(2, 0, 1);
        ten.time.settle();
        assertThat(ten.standing(1).state()).isEqualTo(State.HEALTHY);
        assertThat(ten.standing(2).state()).isEqualTo(State.EJECTED);
    }

    @Test
    void withoutOutlierDetectionAllComeBackAndNothingIsWatched() {
        Watched five = new Watched(5);
        five.outliers(ON);
        five.calls(1, 0, 5);
        five.time.settle();
        five.outliers(Outliers.STARTING);
        assertThat(five.events)
                .last()
                .isEqualTo("10.0.0.1:9000 EJECTED -> HEALTHY: outlier detection was switched off");
        five.calls(1, 0, 50);
        five.time.pass(Duration.ofMinutes(1));
        assertThat(five.candidates()).hasSize(5);
        assertThat(five.time.waiting()).isZero();
    }

    @Test
    void newRulesAreKeptByEjectionsUnderWay() {
        Watched five = new Watched(5);
        five.outliers(ON);
        five.calls(1, 0, 5);
        five.time.pass(Duration.ofSeconds(10));
        Outliers shorter = new Outliers(
                true,
                Duration.ofSeconds(10),
                Duration.ofSeconds(12),
                Duration.ofSeconds(300),
                50,
                5,
                0,
                5,
                100,
                0,
                5,
                50,
                100);
        five.outliers(shorter);
        assertThat(five.standing(1).why()).isEqualTo("5 calls in a row failed; ejected for 12 s");
        five.time.pass(Duration.ofSeconds(2));
        assertThat(five.standing(1).state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void oneThatLeavesWhileEjectedIsForgotten() {
        Watched five = new Watched(5);
        five.outliers(ON);
        five.calls(5, 0, 5);
        five.time.settle();
        five.list(4);
        assertThat(five.events).last().isEqualTo("10.0.0.5:9000 EJECTED -> null: no longer listed");
        five.list(5);
        assertThat(five.events).last().isEqualTo("10.0.0.5:9000 null -> HEALTHY: listed");
        five.time.pass(Duration.ofMinutes(1));
        assertThat(five.candidates()).hasSize(5);
    }

    @Test
    void whenAllAreEjectedTheRefusalSaysWhatEachOneDid() {
        Watched two = new Watched(2);
        two.panic(0);
        two.outliers(outliers(100, 3, 0, 0, 100));
        two.calls(1, 0, 3);
        two.calls(2, 0, 3);
        two.time.settle();
        assertThat(two.snapshot().candidates()).isEmpty();
        assertThat(two.snapshot().whyNone())
                .isEqualTo("none of 2 backends may be used: "
                        + "10.0.0.1:9000: 3 calls in a row failed; ejected for 30 s; "
                        + "10.0.0.2:9000: 3 calls in a row failed; ejected for 30 s");
        two.panic(50);
        assertThat(two.candidates()).containsExactly(1, 2);
        assertThat(two.events)
                .last()
                .isEqualTo("all null -> null: 0 of 2 backends are healthy, less than 50 %: all are used");
    }
}
