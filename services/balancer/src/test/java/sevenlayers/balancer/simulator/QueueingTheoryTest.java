package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.balancer.health.SlowStart;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;

/** Where theory has an answer, the simulator has the same. */
class QueueingTheoryTest {
    /** A service's mean in nanoseconds: theory's unit of time. */
    private static final double UNIT = 1_000_000;

    private static final ServiceTime EXPONENTIAL = new ServiceTime.Exponential(UNIT);

    @Test
    void theory_itself_gives_the_published_numbers() {
        assertThat(QueueingTheory.mm1(0.9)).isCloseTo(10, within(1e-9));
        assertThat(QueueingTheory.turns(10, 0.9)).isCloseTo(5.66, within(0.005));
        assertThat(QueueingTheory.supermarket(2, 0.9)).isCloseTo(2.61, within(0.005));
        assertThat(QueueingTheory.mmc(10, 0.9)).isCloseTo(1.67, within(0.005));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9})
    void one_server_is_m_m_1(double load) {
        estimate(PolicySpec.of("round_robin"), 1, 1, EXPONENTIAL, load, 100_000)
                .isAsTheorySays(QueueingTheory.mm1(load), 3);
    }

    @Test
    void of_one_server_the_response_times_themselves_are_exponential() {
        Estimate p99 = Estimate.of(
                seed -> run(PolicySpec.of("round_robin"), 1, 1, EXPONENTIAL, 0.7, 100_000, seed),
                outcome -> outcome.response().p99() / UNIT);
        p99.isAsTheorySays(QueueingTheory.mm1(0.7) * Math.log(100), 3);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.8", "10, 0.9", "100, 0.95"})
    void servers_with_one_queue_are_m_m_c(int servers, double load) {
        estimate(PolicySpec.of("round_robin"), 1, servers, EXPONENTIAL, load, 100_000)
                .isAsTheorySays(QueueingTheory.mmc(servers, load), 3);
    }

    @Test
    void constant_services_wait_half_as_long_as_exponential_ones() {
        estimate(PolicySpec.of("round_robin"), 1, 1, new ServiceTime.Constant(UNIT), 0.8, 100_000)
                .isAsTheorySays(QueueingTheory.mg1(0.8, 1), 3);
    }

    @Test
    void with_a_heavy_tail_waiting_is_as_pollaczek_and_khinchine_say() {
        ServiceTime.HeavyTail heavy = new ServiceTime.HeavyTail(UNIT, 1.5, 100);
        estimate(PolicySpec.of("round_robin"), 1, 1, heavy, 0.7, 200_000)
                .isAsTheorySays(QueueingTheory.mg1(0.7, heavy.secondMoment() / UNIT / UNIT), 3);
    }

    @Test
    void chance_among_ten_is_ten_times_m_m_1() {
        estimate(PolicySpec.of("random"), 10, 1, EXPONENTIAL, 0.9, 100_000).isAsTheorySays(QueueingTheory.mm1(0.9), 3);
    }

    @Test
    void turns_among_ten_are_better_than_chance() {
        estimate(PolicySpec.of("round_robin"), 10, 1, EXPONENTIAL, 0.9, 100_000)
                .isAsTheorySays(QueueingTheory.turns(10, 0.9), 3);
    }

    /** With 500 backends; theory has infinitely many, which is 0.2 % better. */
    @ParameterizedTest
    @CsvSource({"2, 0.9", "3, 0.9"})
    void the_best_of_a_few_by_chance_is_the_supermarket_model(int choices, double load) {
        PolicySpec policy =
                PolicySpec.of("power_of_two_choices").withChoices(choices).withReplacement(true);
        estimate(policy, 500, 1, EXPONENTIAL, load, 100_000)
                .isAsTheorySays(QueueingTheory.supermarket(choices, load), 1);
    }

    @Test
    void servers_work_as_much_as_they_are_loaded() {
        Outcome outcome = run(PolicySpec.of("round_robin"), 10, 3, EXPONENTIAL, 0.6, 300_000, 1);
        assertThat(outcome.backends())
                .allSatisfy(backend -> assertThat(backend.utilisation()).isCloseTo(0.6, within(0.01)));
        assertThat(outcome.fairness()).isCloseTo(1, within(0.001));
    }

    private static Estimate estimate(
            PolicySpec policy, int backends, int servers, ServiceTime service, double load, int requests) {
        return Estimate.of(
                seed -> run(policy, backends, servers, service, load, requests, seed),
                outcome -> outcome.response().mean() / UNIT);
    }

    private static Outcome run(
            PolicySpec policy, int backends, int servers, ServiceTime service, double load, int requests, long seed) {
        double perSecond = load * backends * servers * 1e9 / UNIT;
        Scenario scenario = new Scenario(
                Collections.nCopies(backends, SimulatedBackend.steady("a", servers, 1, service)),
                new Arrivals.Poisson(perSecond),
                new Keys(1, 0),
                1,
                SlowStart.STARTING,
                requests,
                requests / 10,
                seed);
        return Run.of(scenario, random -> Policies.make(policy, random), () -> false);
    }
}
