package sevenlayers.balancer.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import sevenlayers.balancer.policy.PolicySpec;

/**
 * How much there is to compute and to keep, known before anything is. The unit of work is a look: what a policy that compares all backends
 * does for one of them, some 12 ns on a pod's JVM. ({@link Speed} measures it.)
 */
public final class Work {
    /** The most looks of all policies together: half a minute to a minute. */
    public static final long MOST_LOOKS = 2_000_000_000;

    /** The most backends that all balancers together may know: half a kilobyte each. */
    public static final long MOST_VIEWS = 10_000;

    /** The most entries that the tables or rings of all balancers together may have: up to eight bytes each. */
    public static final long MOST_ENTRIES = 1_000_000;

    /** What a request costs with any policy. */
    private static final long EACH = 50;

    /** What a change of the list costs a balancer for each backend. */
    private static final long LISTED = 10;

    /** And for each entry of its table or ring. */
    private static final long ENTRY = 40;

    /** What it costs when a burst begins or ends. */
    private static final long TURN = 15;

    /** A ring has no more points than this, whatever is asked for: {@code policy.Ring}. */
    private static final long MOST_POINTS = 262_144;

    /** Policies for which one more backend is no more work. All others look at each, a new one as well until it is known better. */
    private static final Set<String> LOOK_AT_FEW = Set.of(
            "round_robin", "random", "weighted_random", "ip_hash", "ring_hash", "maglev", "power_of_two_choices");

    /** Those that calculate for each: a logarithm, a power. */
    private static final Map<String, Long> COSTLY = Map.of("least_response_time", 2L, "rendezvous", 2L);

    private Work() {}

    /** Looks of all the policies together. */
    public static long looks(Scenario scenario, List<PolicySpec> policies) {
        return policies.stream().mapToLong(policy -> looks(scenario, policy)).reduce(0, Work::plus);
    }

    /** Entries of the largest table or ring times the balancers that have one each; policies run one after the other. */
    public static long entries(Scenario scenario, List<PolicySpec> policies) {
        return policies.stream()
                .mapToLong(policy -> scenario.balancers() * entries(scenario, policy))
                .max()
                .orElse(0);
    }

    private static long looks(Scenario scenario, PolicySpec policy) {
        long backends = scenario.backends().size();
        long compared = LOOK_AT_FEW.contains(policy.name()) ? 0 : backends * COSTLY.getOrDefault(policy.name(), 1L);
        long turns = TURN * (long) scenario.arrivals().turnsPerArrival();
        long listings = scenario.balancers() * (1L + new Membership(scenario).changes());
        return plus(
                times(scenario.requests(), EACH + compared + turns),
                times(listings, LISTED * backends + ENTRY * entries(scenario, policy)));
    }

    private static long entries(Scenario scenario, PolicySpec policy) {
        long weights =
                scenario.backends().stream().mapToLong(SimulatedBackend::weight).sum()
                        * new Membership(scenario).parts();
        if (policy.pointsPerBackend().isPresent()) {
            return Math.min(MOST_POINTS, policy.pointsPerBackend().getAsInt() * weights);
        }
        if (policy.tableSize().isEmpty()) {
            return 0;
        }
        // A ring has a whole number of points for its lightest backend, and for the others in proportion.
        long size = policy.tableSize().getAsInt();
        return policy.name().equals("maglev") ? size : Math.min(MOST_POINTS, size + weights);
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long times(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
