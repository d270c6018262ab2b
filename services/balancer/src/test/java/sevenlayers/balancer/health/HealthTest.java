package sevenlayers.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.health.Watched.at;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.backend.Standing;
import sevenlayers.balancer.backend.State;

/** What the mechanisms make of a list together. */
class HealthTest {
    @Test
    void oneThatDrainsGetsNothingNewUntilItNoLongerDoes() {
        Watched three = new Watched(3);
        drain(three, 2);
        assertThat(three.candidates()).containsExactly(1, 3);
        assertThat(three.snapshot().listed()).hasSize(3);
        drain(three);
        assertThat(three.candidates()).containsExactly(1, 2, 3);
        assertThat(three.events)
                .containsExactly(
                        "10.0.0.2:9000 HEALTHY -> DRAINING: drained by hand",
                        "10.0.0.2:9000 DRAINING -> HEALTHY: no longer drained by hand");
    }

    @Test
    void drainingIsNoBadHealthAndNotEvenPanicUsesIt() {
        Watched three = new Watched(3);
        drain(three, 1, 2);
        assertThat(three.snapshot().panic()).isEmpty();
        drain(three, 1, 2, 3);
        assertThat(three.candidates()).isEmpty();
        assertThat(three.snapshot().whyNone()).contains("10.0.0.3:9000: drained by hand");
    }

    @Test
    void drainingIsRememberedWhileABackendIsAway() {
        Watched three = new Watched(3);
        drain(three, 3);
        three.list(2);
        three.list(3);
        assertThat(three.candidates()).containsExactly(1, 2);
    }

    @Test
    void oneThatTheClusterTakesAwayGetsNothingNew() {
        Watched watched = new Watched(2);
        watched.registry.change(members -> members.list(
                IntStream.rangeClosed(1, 2).mapToObj(Watched::at).toList(),
                java.util.Map.of(at(1), "its pod is terminating")));
        assertThat(watched.candidates()).containsExactly(2);
        assertThat(watched.events).containsExactly("10.0.0.1:9000 HEALTHY -> DRAINING: its pod is terminating");
    }

    @ParameterizedTest(name = "{1} of {0} unhealthy, panic below {2} %: {3}")
    @CsvSource({
        "4, 2, 50, false",
        "4, 3, 50, true",
        "4, 4, 0, false",
        "4, 1, 100, true",
        "4, 0, 100, false",
        "3, 2, 34, true"
    })
    void belowThePercentageAllAreUsed(int backends, int unhealthy, int percent, boolean panic) {
        Watched watched = new Watched(backends);
        watched.panic(percent);
        watched.checks(new Checks(Checks.Kind.TCP, Duration.ofSeconds(1), Duration.ofMillis(500), 1, 1));
        IntStream.rangeClosed(1, unhealthy).forEach(i -> watched.prober.down.add(at(i)));
        watched.time.pass(Duration.ofSeconds(1));
        assertThat(watched.snapshot().panic().isEmpty()).isEqualTo(!panic);
        assertThat(watched.candidates()).hasSize(panic ? backends : backends - unhealthy);
    }

    @Test
    void whatSeveralSayOfOneBackendIsKeptApart() {
        Watched five = new Watched(5);
        five.checks(new Checks(Checks.Kind.TCP, Duration.ofSeconds(1), Duration.ofMillis(500), 1, 1));
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
        five.prober.down.add(at(1));
        five.time.pass(Duration.ofSeconds(1));
        drain(five, 1);
        assertThat(five.standing(1).state()).isEqualTo(State.DRAINING);
        drain(five);
        assertThat(five.standing(1).state()).isEqualTo(State.UNHEALTHY);
        five.prober.down.clear();
        five.time.pass(Duration.ofSeconds(1));
        assertThat(five.standing(1).state()).isEqualTo(State.EJECTED);
        five.time.pass(Duration.ofSeconds(28));
        assertThat(five.standing(1).state()).isEqualTo(State.HEALTHY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensNoBackendThatMayNotBeUsedIsACandidateUnlessThereIsPanic(long seed) {
        Random random = new Random(seed);
        Watched watched = new Watched(10);
        watched.checks(new Checks(Checks.Kind.TCP, Duration.ofSeconds(1), Duration.ofMillis(500), 2, 1));
        watched.slowStart(new SlowStart(Duration.ofSeconds(5), 1, 10));
        watched.outliers(new Outliers(
                true,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                70,
                3,
                1_000,
                3,
                10,
                60,
                3,
                10,
                100));
        for (int step = 0; step < 2_000; step++) {
            int one = 1 + random.nextInt(12);
            switch (random.nextInt(8)) {
                case 0 -> watched.list(6 + random.nextInt(7));
                case 1 -> drain(watched, random.ints(random.nextInt(4), 1, 12).toArray());
                case 2 -> watched.prober.down.add(at(one));
                case 3 -> watched.prober.down.remove(at(one));
                case 4 -> watched.panic(random.nextInt(101));
                default -> {
                    int listed = watched.registry.roster().standings().size();
                    watched.calls(1 + random.nextInt(listed), random.nextInt(20), random.nextInt(6));
                }
            }
            watched.time.pass(Duration.ofMillis(random.nextInt(1_500)));
            holds(watched);
        }
        assertThat(watched.events).hasSizeGreaterThan(100);
    }

    private static void holds(Watched watched) {
        Snapshot now = watched.snapshot();
        Set<Backend> candidates = new HashSet<>(now.candidates());
        for (Standing each : watched.registry.roster().standings()) {
            boolean candidate = candidates.contains(each.backend());
            if (each.state() == State.DRAINING) {
                assertThat(candidate).as("%s", each).isFalse();
            } else {
                assertThat(candidate)
                        .as("%s", each)
                        .isEqualTo(each.state().usable() || !now.panic().isEmpty());
            }
            assertThat(each.why().isEmpty()).as("%s", each).isEqualTo(each.state() == State.HEALTHY);
        }
        long ejected = watched.registry.roster().standings().stream()
                .filter(each -> each.state() == State.EJECTED)
                .count();
        assertThat(ejected).isLessThanOrEqualTo(10);
        assertThat(now.candidates().size() + now.absent().size())
                .isEqualTo(now.listed().size());
    }

    private static void drain(Watched watched, int... numbers) {
        Set<InetSocketAddress> addresses =
                IntStream.of(numbers).mapToObj(Watched::at).collect(Collectors.toSet());
        watched.registry.change(members -> members.draining(addresses));
    }
}
