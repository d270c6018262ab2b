package sevenlayers.balancer.policy;

import java.util.List;
import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/** Any. No state is shared, so any number of balancers do as well as one; the price is that some backends have bad luck for a while. */
public final class Random implements Policy {
    private final RandomGenerator random;

    /** Draws from this generator, on whichever thread asks. */
    public Random(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "random";
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        List<Backend> untried = Untried.all(snapshot, request);
        int of = untried.size();
        return new Choice.Picked(Untried.byChance(untried, random), () -> "drawn at random of " + Untried.count(of));
    }
}
