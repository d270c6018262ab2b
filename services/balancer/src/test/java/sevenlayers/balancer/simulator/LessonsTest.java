package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.health.SlowStart;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.simulator.SimulatedBackend.Failing;

/** What the course says of the policies, in the scenarios in which it says so. */
class LessonsTest {
    private static final ServiceTime TEN_MILLIS = new ServiceTime.Exponential(10_000_000);
    private static final SimulatedBackend A = SimulatedBackend.steady("a", 1, 1, TEN_MILLIS);
    private static final SimulatedBackend B = SimulatedBackend.steady("b", 1, 1, TEN_MILLIS);

    @Test
    void a_slow_backend_holds_up_those_who_do_not_look() {
        SimulatedBackend slow = SimulatedBackend.steady("slow", 1, 0.2, TEN_MILLIS);
        Scenario scenario = scenario(120, 1, SlowStart.STARTING, A, B, slow);
        assertThat(run("round_robin", scenario).backends().getLast().utilisation())
                .isGreaterThan(0.99);
        assertThat(p99("least_connections", scenario)).isLessThan(p99("round_robin", scenario) / 1_000);
        assertThat(p99("least_response_time", scenario)).isLessThan(p99("least_connections", scenario));
    }

    @Test
    void a_backend_that_fails_fast_wins_by_connections_and_must_not_win_by_response_time() {
        SimulatedBackend bad =
                new SimulatedBackend("bad", 1, 1, 1, TEN_MILLIS, new Failing(1, 100_000), 0, SimulatedBackend.NEVER);
        Scenario scenario = scenario(120, 1, SlowStart.STARTING, A, B, bad);
        long third = scenario.requests() / 3;
        assertThat(run("least_connections", scenario).failed()).isGreaterThan(third);
        assertThat(run("least_response_time", scenario).failed()).isLessThan(third / 50);
    }

    @Test
    void counting_helps_less_the_less_of_the_traffic_one_balancer_sees() {
        SimulatedBackend[] ten = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> SimulatedBackend.steady("b-" + i, 1, 1, TEN_MILLIS))
                .toArray(SimulatedBackend[]::new);
        Scenario one = scenario(900, 1, SlowStart.STARTING, ten);
        Scenario hundred = scenario(900, 100, SlowStart.STARTING, ten);
        assertThat(mean("least_connections", one)).isLessThan(mean("power_of_two_choices", one));
        assertThat(mean("power_of_two_choices", hundred)).isLessThan(mean("least_connections", hundred));
        assertThat(mean("least_connections", hundred)).isGreaterThan(3 * mean("least_connections", one));
    }

    @Test
    void a_backend_that_joins_slowly_gets_its_share_late() {
        SimulatedBackend joins =
                new SimulatedBackend("new", 1, 1, 1, TEN_MILLIS, Failing.NOT, 1, SimulatedBackend.NEVER);
        Outcome atOnce = run("weighted_random", scenario(90, 1, SlowStart.STARTING, A, B, joins));
        Outcome slowly =
                run("weighted_random", scenario(90, 1, new SlowStart(Duration.ofMinutes(5), 1, 10), A, B, joins));
        // 30,000 requests take 333 s, and for 300 s of them it has about half of its weight.
        assertThat(atOnce.backends().getLast().picks()).isBetween(9_500L, 10_500L);
        assertThat(slowly.backends().getLast().picks()).isBetween(4_500L, 7_000L);
    }

    private static double p99(String policy, Scenario scenario) {
        return run(policy, scenario).response().p99();
    }

    private static double mean(String policy, Scenario scenario) {
        return run(policy, scenario).response().mean();
    }

    private static Outcome run(String policy, Scenario scenario) {
        return Run.of(scenario, random -> Policies.make(PolicySpec.of(policy), random), () -> false);
    }

    private static Scenario scenario(
            double perSecond, int balancers, SlowStart slowStart, SimulatedBackend... backends) {
        return new Scenario(
                List.of(backends), new Arrivals.Poisson(perSecond), new Keys(1, 0), balancers, slowStart, 30_000, 0, 1);
    }
}
