package sevenlayers.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.health.Watched.at;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.State;

class ActiveChecksTest {
    private static final Checks EVERY_SECOND =
            new Checks(Checks.Kind.TCP, Duration.ofSeconds(1), Duration.ofMillis(500), 2, 3);

    @Test
    void aBackendIsUnhealthyAfterSoManyFailedProbesInARowAndHealthyAgainAfterSoManyGoodOnes() {
        Watched three = new Watched(3);
        three.checks(EVERY_SECOND);
        three.prober.down.add(at(2));
        three.time.pass(Duration.ofMillis(1_000));
        assertThat(three.candidates()).as("after one failure").containsExactly(1, 2, 3);
        three.time.pass(Duration.ofMillis(1_000));
        assertThat(three.candidates()).containsExactly(1, 3);
        assertThat(three.standing(2).state()).isEqualTo(State.UNHEALTHY);

        three.prober.down.clear();
        three.time.pass(Duration.ofMillis(2_000));
        assertThat(three.candidates()).as("after two good ones").containsExactly(1, 3);
        three.time.pass(Duration.ofMillis(1_000));
        assertThat(three.candidates()).containsExactly(1, 2, 3);
        assertThat(three.events)
                .containsExactly(
                        "10.0.0.2:9000 HEALTHY -> UNHEALTHY: 2 probes in a row failed: connection refused",
                        "10.0.0.2:9000 UNHEALTHY -> HEALTHY: 3 probes in a row answered");
    }

    @Test
    void aGoodProbeInBetweenBeginsTheCountAnew() {
        Watched one = new Watched(1);
        one.checks(EVERY_SECOND);
        for (int i = 0; i < 5; i++) {
            one.prober.down.add(at(1));
            one.time.pass(Duration.ofSeconds(1));
            one.prober.down.clear();
            one.time.pass(Duration.ofSeconds(1));
        }
        assertThat(one.events).isEmpty();
    }

    // For want of sockets of our own, say: it never reached the backend.
    @Test
    void aProbeThatCouldNotBeStartedSaysNothingAboutTheBackendAndIsTriedAgain() {
        Watched one = new Watched(2);
        one.checks(EVERY_SECOND);
        one.prober.broken.add(at(1));
        one.time.pass(Duration.ofSeconds(5));
        assertThat(one.candidates()).containsExactly(1, 2);
        assertThat(one.events).isEmpty();
        one.prober.broken.clear();
        one.prober.down.add(at(1));
        one.time.pass(Duration.ofSeconds(2));
        assertThat(one.candidates()).containsExactly(2);
    }

    @Test
    void aProbeWithoutAnAnswerHasFailedAfterTheTimeoutAndIsBrokenOff() {
        Watched two = new Watched(2);
        two.checks(EVERY_SECOND);
        two.prober.silent.add(at(1));
        int before = two.prober.cancelled;
        two.time.pass(Duration.ofMillis(1_000 + 500 + 1_000 + 499));
        assertThat(two.standing(1).state()).isEqualTo(State.HEALTHY);
        two.time.pass(Duration.ofMillis(1));
        assertThat(two.standing(1).why()).isEqualTo("2 probes in a row failed: no answer within 500 ms");
        assertThat(two.prober.cancelled).isGreaterThan(before);
    }

    @Test
    void oneThatIsSlowToAnswerHoldsUpNoOther() {
        Watched three = new Watched(3);
        three.prober.silent.add(at(1));
        three.checks(new Checks(Checks.Kind.GRPC, Duration.ofMillis(100), Duration.ofSeconds(10), 2, 2));
        three.time.pass(Duration.ofSeconds(5));
        assertThat(three.prober.started.stream().filter(at(2)::equals)).hasSize(51);
        assertThat(three.prober.started.stream().filter(at(1)::equals)).hasSize(1);
    }

    @Test
    void ofAThousandSilentOnesSixtyFourAreProbedAtATimeAndNoneTwice() {
        Watched thousand = new Watched(1_000);
        IntStream.rangeClosed(1, 1_000).forEach(i -> thousand.prober.silent.add(at(i)));
        thousand.checks(new Checks(Checks.Kind.TCP, Duration.ofMillis(100), Duration.ofMillis(500), 1, 1));
        assertThat(thousand.prober.started).hasSize(64);
        thousand.time.pass(Duration.ofMillis(500));
        assertThat(thousand.prober.started).hasSize(128);
        thousand.time.pass(Duration.ofMillis(500 * 15)); // 1,000 in 16 rounds of 64
        assertThat(thousand.prober.started).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(thousand.prober.started.subList(0, 1_000)).doesNotHaveDuplicates();
        assertThat(thousand.registry.roster().standings())
                .allSatisfy(each -> assertThat(each.state()).isEqualTo(State.UNHEALTHY));
        assertThat(thousand.snapshot().panic())
                .isEqualTo("0 of 1000 backends are healthy, less than 50 %: all are used");
        thousand.time.pass(Duration.ofMinutes(1));
        assertThat(thousand.time.waiting()).as("tasks that wait").isLessThanOrEqualTo(1_100);
    }

    @Test
    void withoutProbesNothingIsUnhealthyAndNobodyIsAsked() {
        Watched two = new Watched(2);
        two.checks(EVERY_SECOND);
        two.prober.down.add(at(1));
        two.time.pass(Duration.ofSeconds(2));
        two.checks(Checks.STARTING);
        assertThat(two.candidates()).containsExactly(1, 2);
        assertThat(two.events).last().isEqualTo("10.0.0.1:9000 UNHEALTHY -> HEALTHY: no longer probed");
        int before = two.prober.started.size();
        two.time.pass(Duration.ofMinutes(1));
        assertThat(two.prober.started).hasSize(before);
        assertThat(two.time.waiting()).isZero();
    }

    @Test
    void oneThatLeavesIsNoLongerProbedAndOneThatIsNewIs() {
        Watched two = new Watched(2);
        two.checks(EVERY_SECOND);
        two.list(1);
        two.prober.started.clear();
        two.time.pass(Duration.ofSeconds(3));
        assertThat(two.prober.started).hasSize(3).containsOnly(at(1));
        two.list(3);
        assertThat(two.prober.started).endsWith(at(2), at(3));
    }

    @Test
    void newRulesBreakOffWhatIsUnderWay() {
        Watched one = new Watched(1);
        one.prober.silent.add(at(1));
        one.checks(EVERY_SECOND);
        one.checks(new Checks(Checks.Kind.GRPC, Duration.ofSeconds(1), Duration.ofMillis(100), 1, 1));
        assertThat(one.prober.cancelled).isEqualTo(1);
        one.time.pass(Duration.ofMillis(100));
        assertThat(one.standing(1).why()).isEqualTo("a probe failed: no answer within 100 ms");
    }
}
