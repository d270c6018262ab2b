package sevenlayers.balancer.simulator;

import java.util.List;
import sevenlayers.balancer.health.SlowStart;

/**
 * A world to send requests through. Whoever makes one has checked it; nothing here is too large to run.
 *
 * @param backends in the order in which policies see them; at least one
 * @param arrivals when users come
 * @param keys what they carry
 * @param balancers how many there are, none of which sees what the others do
 * @param slowStart how a backend that joins gets its share
 * @param requests how many arrive
 * @param warmUp the first of them that are not measured; fewer than {@code requests}
 * @param seed where all chance starts from
 */
public record Scenario(
        List<SimulatedBackend> backends,
        Arrivals arrivals,
        Keys keys,
        int balancers,
        SlowStart slowStart,
        int requests,
        int warmUp,
        long seed) {

    /** Keeps its own copy of the list. */
    public Scenario {
        backends = List.copyOf(backends);
    }

    /** Requests in a second that all backends could serve together if nothing failed. */
    public double capacityPerSecond() {
        return backends.stream().mapToDouble(SimulatedBackend::perSecond).sum();
    }
}
