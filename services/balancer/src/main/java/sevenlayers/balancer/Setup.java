package sevenlayers.balancer;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import sevenlayers.balancer.backend.Source;
import sevenlayers.balancer.health.HealthRules;
import sevenlayers.balancer.policy.PolicySpec;

/**
 * All that is set of one listener.
 *
 * @param policy with nothing left out
 * @param source where backends come from
 * @param weights by address, those that are not 1
 * @param health how it finds out that a backend is not well
 * @param draining addresses that get nothing new
 */
record Setup(
        PolicySpec policy,
        Source source,
        Map<InetSocketAddress, Integer> weights,
        HealthRules health,
        Set<InetSocketAddress> draining) {

    /** Keeps its own copies. */
    Setup {
        weights = Map.copyOf(weights);
        draining = Set.copyOf(draining);
    }

    /** As the balancer starts. */
    static Setup starting(PolicySpec policy, Source source) {
        return new Setup(policy, source, Map.of(), HealthRules.STARTING, Set.of());
    }
}
