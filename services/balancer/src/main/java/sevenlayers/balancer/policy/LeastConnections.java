package sevenlayers.balancer.policy;

import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * The fewest requests (L7) or connections (L4) under way for each unit of weight. A backend that is idle comes first, whatever its weight;
 * of equals, each has its turn.
 *
 * <p>It sees what is under way through this listener only, and it looks at every candidate.
 */
public final class LeastConnections implements Policy {
    private final InTurn ties = new InTurn();

    @Override
    public String name() {
        return "least_connections";
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        double[] loads = new double[snapshot.candidates().size()];
        for (int i = 0; i < loads.length; i++) {
            Backend candidate = snapshot.candidates().get(i);
            loads[i] = request.tried().contains(candidate)
                    ? Double.NaN
                    : (double) candidate.active() / snapshot.weights().get(i);
        }
        int least = ties.lowest(loads);
        double load = loads[least];
        int weight = snapshot.weights().get(least);
        return new Choice.Picked(
                snapshot.candidates().get(least), new Compared(snapshot, loads, least, () -> text(load, weight)));
    }

    private static String text(double load, int weight) {
        if (load == 0) {
            return "idle";
        }
        return weight == 1
                ? "the least under way: " + Compared.number(load)
                : "the least under way for its weight of " + weight + ": " + Compared.number(load);
    }
}
