package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.health.SlowStart;
import sevenlayers.balancer.policy.RoundRobin;

class RunTest {
    private static final long MILLI = 1_000_000;
    private static final ServiceTime ONE_MILLI = new ServiceTime.Constant(MILLI);

    @Test
    void the_same_seed_gives_the_same_and_another_one_something_else() {
        assertThat(run(twoBackends(7))).isEqualTo(run(twoBackends(7))).isNotEqualTo(run(twoBackends(8)));
    }

    @Test
    void every_request_has_one_end() {
        Outcome outcome = run(twoBackends(1));
        assertThat(outcome.requests()).isEqualTo(9_000);
        assertThat(outcome.served() + outcome.failed() + outcome.withoutBackend() + outcome.turnedAway())
                .isEqualTo(9_000);
        assertThat(outcome.backends().stream()
                        .mapToLong(Outcome.OfBackend::picks)
                        .sum())
                .isEqualTo(9_000);
    }

    @Test
    void half_as_fast_is_twice_as_long() {
        // One request in ten seconds: nobody waits.
        Outcome outcome = run(scenario(0.1, 100, SimulatedBackend.steady("slow", 1, 0.5, ONE_MILLI)));
        assertThat(outcome.response().mean()).isEqualTo(2.0 * MILLI);
        assertThat(outcome.response().p50()).isEqualTo(2 * MILLI);
        assertThat(outcome.response().max()).isEqualTo(2 * MILLI);
        assertThat(outcome.meanWaitNanos()).isZero();
        assertThat(outcome.largestQueue()).isZero();
    }

    @Test
    void failures_are_counted_and_are_no_response_times() {
        SimulatedBackend failing = new SimulatedBackend(
                "a", 1, 100, 1, ONE_MILLI, new SimulatedBackend.Failing(0.25, 1_000), 0, SimulatedBackend.NEVER);
        Outcome outcome = run(scenario(100, 40_000, failing));
        assertThat(outcome.failed() / 40_000.0).isCloseTo(0.25, within(0.01));
        assertThat(outcome.served()).isEqualTo(40_000 - outcome.failed());
        assertThat(outcome.response().mean()).isEqualTo(MILLI);
        assertThat(outcome.backends().getFirst().failed()).isEqualTo(outcome.failed());
    }

    @Test
    void while_no_backend_is_listed_requests_find_none() {
        SimulatedBackend late = new SimulatedBackend(
                "a", 1, 1, 1, ONE_MILLI, SimulatedBackend.Failing.NOT, 50_000 * MILLI, SimulatedBackend.NEVER);
        Outcome outcome = run(scenario(10, 1_000, late)); // a hundred seconds, and it is not there in the first half
        assertThat(outcome.withoutBackend()).isBetween(400L, 600L);
        assertThat(outcome.served()).isEqualTo(1_000 - outcome.withoutBackend());
    }

    @Test
    void a_backend_that_has_left_gets_nothing_more_and_serves_what_it_has() {
        SimulatedBackend leaves =
                new SimulatedBackend("a", 1, 1, 1, ONE_MILLI, SimulatedBackend.Failing.NOT, 0, 50_000 * MILLI);
        Outcome outcome = run(scenario(10, 1_000, leaves, SimulatedBackend.steady("b", 1, 1, ONE_MILLI)));
        assertThat(outcome.served()).isEqualTo(1_000);
        assertThat(outcome.backends().getFirst().picks()).isBetween(200L, 300L);
    }

    @Test
    void an_overload_without_end_is_turned_away_at_a_hundred_thousand() {
        Outcome outcome = run(scenario(1_000_000, 200_000, SimulatedBackend.steady("a", 1, 1, ONE_MILLI)));
        assertThat(outcome.largestQueue()).isEqualTo(Run.MOST_UNDER_WAY - 1);
        assertThat(outcome.turnedAway()).isBetween(99_000L, 100_000L);
        assertThat(outcome.backends().getFirst().utilisation()).isCloseTo(1, within(1e-4));
    }

    @Test
    void the_warm_up_is_in_no_number() {
        Scenario warm = new Scenario(
                List.of(SimulatedBackend.steady("a", 1, 1, ONE_MILLI)),
                new Arrivals.Poisson(500),
                new Keys(1, 0),
                1,
                SlowStart.STARTING,
                1_000,
                900,
                1);
        Outcome outcome = run(warm);
        assertThat(outcome.requests()).isEqualTo(100);
        assertThat(outcome.backends().getFirst().picks()).isEqualTo(100);
        assertThat(outcome.timeline()).hasSize(Tally.SLICES);
    }

    @Test
    void fewer_requests_than_parts_of_a_timeline_are_a_part_each() {
        assertThat(run(scenario(10, 3, SimulatedBackend.steady("a", 1, 1, ONE_MILLI)))
                        .timeline())
                .hasSize(3);
    }

    @Test
    void balancers_that_do_not_see_each_other_each_take_their_own_turns() {
        Scenario hundred = new Scenario(
                List.of(SimulatedBackend.steady("a", 1, 1, ONE_MILLI), SimulatedBackend.steady("b", 1, 1, ONE_MILLI)),
                new Arrivals.Poisson(10),
                new Keys(1, 0),
                100,
                SlowStart.STARTING,
                100,
                0,
                1);
        // About 63 of the hundred are asked, and begin with the first backend; only those asked again take the second.
        assertThat(run(hundred).backends().getFirst().picks()).isGreaterThan(60);
    }

    @Test
    void a_run_that_is_stopped_ends() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> Run.of(twoBackends(1), _ -> new RoundRobin(), () -> asked.incrementAndGet() == 4))
                .isInstanceOf(CancellationException.class);
        assertThat(asked).hasValue(4);
    }

    private static Outcome run(Scenario scenario) {
        return Run.of(scenario, _ -> new RoundRobin(), () -> false);
    }

    private static Scenario twoBackends(long seed) {
        ServiceTime exponential = new ServiceTime.Exponential(MILLI);
        return new Scenario(
                List.of(
                        SimulatedBackend.steady("a", 1, 1, exponential),
                        SimulatedBackend.steady("b", 2, 2, exponential)),
                new Arrivals.Bursty(1_500, 2, 0.3, 100 * MILLI),
                new Keys(10, 1),
                3,
                SlowStart.STARTING,
                10_000,
                1_000,
                seed);
    }

    private static Scenario scenario(double perSecond, int requests, SimulatedBackend... backends) {
        return new Scenario(
                List.of(backends),
                new Arrivals.Poisson(perSecond),
                new Keys(1, 0),
                1,
                SlowStart.STARTING,
                requests,
                0,
                1);
    }
}
