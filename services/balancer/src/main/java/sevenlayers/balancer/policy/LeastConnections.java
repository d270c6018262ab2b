package sevenlayers.balancer.policy;

import java.util.Set;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * The fewest requests (L7) or connections (L4) under way for each unit of weight. A backend that is idle comes first, whatever its weight;
 * of equals, each has its turn.
 *
 * <p>It sees what is under way through this listener only, and it looks at every candidate.
 */
public final class LeastConnections implements Policy {
    private final Weights weights = new Weights();
    private final InTurn ties = new InTurn();

    @Override
    public String name() {
        return "least_connections";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        weights.of(snapshot);
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        int[] weight = weights.of(snapshot);
        Set<Backend> tried = request.tried();
        double[] loads = new double[snapshot.candidates().size()];
        for (int i = 0; i < loads.length; i++) {
            Backend candidate = snapshot.candidates().get(i);
            loads[i] = Untried.is(candidate, tried)
                    ? (double) candidate.active() * snapshot.unit() / weight[i]
                    : Double.NaN;
        }
        int least = ties.lowest(loads);
        double load = loads[least];
        double leastWeight = (double) weight[least] / snapshot.unit();
        return new Choice.Picked(
                snapshot.candidates().get(least), new Compared(snapshot, loads, least, () -> text(load, leastWeight)));
    }

    private static String text(double load, double weight) {
        if (load == 0) {
            return "idle";
        }
        return weight == 1
                ? "the least under way: " + Compared.number(load)
                : "the least under way for its weight of " + Compared.number(weight) + ": " + Compared.number(load);
    }
}
