package sevenlayers.balancer.simulator;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import sevenlayers.balancer.policy.PolicySpec;

/**
 * How much there is to compute and to keep, known before anything is. The unit of work is a look at a backend, some tens of nanoseconds on
 * a pod's JVM.
 */
public final class Work {
    /** The most looks of all policies together. */
    public static final long MOST_LOOKS = 400_000_000;

    /** The most backends that all balancers together may know. */
    public static final long MOST_VIEWS = 10_000;

    /** The most entries that the tables or rings of all balancers together may have. */
    public static final long MOST_ENTRIES = 1_000_000;

    /** What the simulator itself does for a request, in looks. */
    private static final long EACH = 10;

    /** Entries of a table or ring that are made in the time of a look. */
    private static final long ENTRIES_PER_LOOK = 1;

    /** Policies for which one more backend is no more work. All others look at each. */
    private static final Set<String> LOOK_AT_FEW = Set.of(
            "round_robin", "random", "weighted_random", "ip_hash", "ring_hash", "maglev", "power_of_two_choices");

    private static final String COSTLY = "least_response_time";
    private static final long COSTLY_FACTOR = 3;

    private Work() {}

    /** Looks of all the policies together. */
    public static long looks(Scenario scenario, List<PolicySpec> policies) {
        return policies.stream().mapToLong(policy -> looks(scenario, policy)).reduce(0, Work::plus);
    }

    /** Entries of the largest table or ring times the balancers that have one each; policies run one after the other. */
    public static long entries(Scenario scenario, List<PolicySpec> policies) {
        return policies.stream()
                .mapToLong(policy -> times(scenario.balancers(), entries(scenario, policy)))
                .max()
                .orElse(0);
    }

    private static long looks(Scenario scenario, PolicySpec policy) {
        long backends = scenario.backends().size();
        long each = LOOK_AT_FEW.contains(policy.name())
                ? EACH
                : Math.max(EACH, policy.name().equals(COSTLY) ? COSTLY_FACTOR * backends : backends);
        long turns = (long) Math.min(1e9, scenario.arrivals().turnsPerArrival());
        long listings = times(1 + new Membership(scenario).changes(), scenario.balancers());
        long listing = backends + entries(scenario, policy) / ENTRIES_PER_LOOK;
        return plus(times(scenario.requests(), plus(each, turns)), times(listings, listing));
    }

    private static long entries(Scenario scenario, PolicySpec policy) {
        if (policy.pointsPerBackend().isPresent()) {
            long weights = scenario.backends().stream()
                    .mapToLong(SimulatedBackend::weight)
                    .sum();
            return times(policy.pointsPerBackend().getAsInt(), times(weights, new Membership(scenario).finest()));
        }
        // A ring that is shared out has a point for each backend at least.
        return policy.tableSize().isPresent()
                ? Math.max(policy.tableSize().getAsInt(), scenario.backends().size())
                : 0;
    }

    private static long plus(long a, long b) {
        return LongStream.of(a, b).anyMatch(each -> each > Long.MAX_VALUE / 2) ? Long.MAX_VALUE : a + b;
    }

    private static long times(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
