package sevenlayers.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.backend.State;

class SlowStartTest {
    private static final SlowStart TEN_SECONDS = new SlowStart(Duration.ofSeconds(10), 1, 10);

    @ParameterizedTest(name = "after {2} ms, aggression {0}, at least {1} %: {3}")
    @CsvSource({
        "1, 10, 0, 0.1",
        "1, 10, 999, 0.1",
        "1, 10, 5000, 0.5",
        "1, 10, 10000, 1",
        "1, 10, 99999999, 1",
        "1, 1, 0, 0.01",
        "1, 100, 0, 1",
        "2, 10, 2500, 0.5",
        "2, 10, 8100, 0.9",
        "0.5, 10, 5000, 0.25",
        "10, 1, 1, 0.3981071705534972"
    })
    void theShareGrowsByThePowerOfTheTimePassed(double aggression, int minimum, long millis, double share) {
        SlowStart rules = new SlowStart(Duration.ofSeconds(10), aggression, minimum);
        assertThat(rules.share(Duration.ofMillis(millis).toNanos())).isCloseTo(share, within(1e-12));
    }

    @Test
    void oneThatIsNewGetsItsWeightInTenSteps() {
        Watched watched = new Watched(2);
        watched.slowStart(TEN_SECONDS);
        watched.list(3);
        assertThat(watched.snapshot().weights()).containsExactly(10, 10, 1);
        assertThat(watched.standing(3).state()).isEqualTo(State.WARMING);
        assertThat(watched.standing(3).weight()).isCloseTo(0.1, within(1e-9));
        long before = watched.snapshot().version();
        watched.time.pass(Duration.ofSeconds(5));
        assertThat(watched.snapshot().weights()).containsExactly(2, 2, 1);
        watched.time.pass(Duration.ofMinutes(1));
        assertThat(watched.snapshot().weights()).containsExactly(1, 1, 1);
        assertThat(watched.snapshot().version() - before).isLessThanOrEqualTo(10);
        assertThat(watched.events)
                .containsExactly(
                        "10.0.0.3:9000 null -> WARMING: listed; its weight grows for 10 s",
                        "10.0.0.3:9000 WARMING -> HEALTHY: its slow start is over");
        assertThat(watched.time.waiting()).isZero();
    }

    @Test
    void aShorterWindowBeginsAtOnce() {
        Watched watched = new Watched(2);
        watched.slowStart(new SlowStart(Duration.ofMinutes(10), 1, 10));
        watched.list(3);
        watched.time.pass(Duration.ofMillis(1));
        watched.slowStart(new SlowStart(Duration.ofSeconds(1), 1, 10));
        watched.time.pass(Duration.ofMillis(500));
        assertThat(watched.standing(3).weight()).isCloseTo(0.5, within(0.01));
        watched.time.pass(Duration.ofMillis(500));
        assertThat(watched.standing(3).state()).isEqualTo(State.HEALTHY);
        assertThat(watched.time.waiting()).isZero();
    }

    @Test
    void oneThatComesBackBeginsAnew() {
        Watched five = new Watched(5);
        five.slowStart(TEN_SECONDS);
        five.outliers(new Outliers(
                true,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(300),
                50,
                5,
                0,
                5,
                100,
                0,
                5,
                50,
                100));
        five.calls(1, 0, 5);
        five.time.pass(Duration.ofSeconds(30));
        assertThat(five.snapshot().weights()).containsExactly(1, 10, 10, 10, 10);
        assertThat(five.events)
                .last()
                .isEqualTo("10.0.0.1:9000 EJECTED -> WARMING: its ejection of 30 s is over; its weight grows for 10 s");
        five.time.pass(Duration.ofSeconds(5));
        five.calls(1, 0, 5);
        five.time.pass(Duration.ofSeconds(60));
        assertThat(five.snapshot().weights()).containsExactly(1, 10, 10, 10, 10);
    }

    @Test
    void weightsSetByHandKeepTheirProportion() {
        Watched watched = new Watched(2);
        watched.registry.change(members -> members.weights(Map.of(Watched.at(1), 4, Watched.at(3), 6)));
        watched.slowStart(TEN_SECONDS);
        watched.list(3);
        watched.time.pass(Duration.ofSeconds(5));
        assertThat(watched.snapshot().weights()).containsExactly(4, 1, 3);
        assertThat(watched.standing(3).weight()).isCloseTo(3, within(1e-9));
    }

    @Test
    void withoutAWindowAllHaveTheirWeightAtOnce() {
        Watched watched = new Watched(2);
        watched.slowStart(TEN_SECONDS);
        watched.list(3);
        watched.slowStart(SlowStart.STARTING);
        Snapshot now = watched.snapshot();
        assertThat(now.weights()).containsExactly(1, 1, 1);
        watched.list(4);
        assertThat(watched.standing(4).state()).isEqualTo(State.HEALTHY);
    }
}
