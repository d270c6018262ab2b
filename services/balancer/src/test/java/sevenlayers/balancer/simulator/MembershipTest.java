package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.health.SlowStart;

class MembershipTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void those_that_join_and_leave_are_listed_in_between() {
        Membership membership = new Membership(scenario(
                SlowStart.STARTING,
                at("a", 1, 0, SimulatedBackend.NEVER),
                at("b", 1, 5 * SECOND, 9 * SECOND),
                at("c", 1, 0, 5 * SECOND)));
        assertThat(membership.changes()).isEqualTo(2);
        assertThat(membership.at(0).backends()).containsExactly(0, 2);
        assertThat(membership.next()).isEqualTo(5 * SECOND);
        assertThat(membership.at(5 * SECOND).backends()).containsExactly(0, 1);
        assertThat(membership.next()).isEqualTo(9 * SECOND);
        assertThat(membership.at(20 * SECOND).backends()).containsExactly(0);
        assertThat(membership.next()).isEqualTo(SimulatedBackend.NEVER);
    }

    @Test
    void one_that_joins_grows_into_its_weight_while_those_from_the_start_have_theirs() {
        Membership membership = new Membership(scenario(
                new SlowStart(Duration.ofSeconds(10), 1, 10),
                at("a", 2, 0, SimulatedBackend.NEVER),
                at("b", 2, 10 * SECOND, SimulatedBackend.NEVER)));
        assertThat(membership.changes()).isEqualTo(1 + Membership.STEPS);
        assertThat(membership.at(0).weights()).as("nobody grows").containsExactly(2);
        assertThat(membership.at(10 * SECOND).weights()).as("a tenth of it").containsExactly(10, 1);
        assertThat(membership.at(15 * SECOND).weights()).as("half of it").containsExactly(2, 1);
        assertThat(membership.at(20 * SECOND).weights()).as("all of it").containsExactly(2, 2);
        assertThat(membership.next()).isEqualTo(SimulatedBackend.NEVER);
    }

    @Test
    void the_whole_growth_has_been_seen_once_time_has_jumped_over_it() {
        Membership membership = new Membership(scenario(
                new SlowStart(Duration.ofSeconds(10), 2, 10),
                at("a", 1, SECOND, 4 * SECOND),
                at("b", 1, 0, 2 * SECOND)));
        assertThat(membership.at(60 * SECOND).backends()).isEmpty();
        assertThat(membership.next()).isEqualTo(SimulatedBackend.NEVER);
    }

    private static SimulatedBackend at(String name, int weight, long joins, long leaves) {
        return new SimulatedBackend(
                name, weight, 1, 1, new ServiceTime.Constant(1), SimulatedBackend.Failing.NOT, joins, leaves);
    }

    private static Scenario scenario(SlowStart slowStart, SimulatedBackend... backends) {
        return new Scenario(List.of(backends), new Arrivals.Poisson(1), new Keys(1, 0), 1, slowStart, 1, 0, 0);
    }
}
