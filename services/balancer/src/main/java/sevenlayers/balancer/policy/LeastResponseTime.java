package sevenlayers.balancer.policy;

import java.time.Duration;
import java.util.Set;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * The lowest cost, which is the latency's peak EWMA times the requests that would be under way with this one.
 *
 * <p>An idle backend that has never been measured costs nothing, so that it gets measured. Until it is, it gets no second request as a
 * gift: it costs what the slowest of the others would. A call that fails fast is not fast: whoever carries it counts it as a slow
 * one. An average fades while nothing is observed, so that a backend which was slow once is tried again.
 *
 * <p>[1] Finagle, {@code com.twitter.finagle.loadbalancer.PeakEwma}: cost = EWMA × (outstanding + 1).
 */
public final class LeastResponseTime implements Policy {
    private final LatencyMeasure measure;
    private final Duration decay;
    private final InTurn ties = new InTurn();

    /** Compares averages of the spec's measure, which forget as fast as the spec says: {@link #prepare} tells them. */
    public LeastResponseTime(PolicySpec spec) {
        this.measure = spec.measure().orElseThrow();
        this.decay = Duration.ofMillis(spec.decayMillis().getAsLong());
    }

    @Override
    public String name() {
        return "least_response_time";
    }

    /** The averages belong to the backends, which outlive a policy; the one that looks at them says how fast they forget. */
    @Override
    public void prepare(Snapshot snapshot) {
        snapshot.candidates().forEach(backend -> measure.of(backend).decayAfter(decay));
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        double[] averages = averages(snapshot, request.nanoTime());
        double slowest = slowest(averages);
        Set<Backend> tried = request.tried();
        double[] costs = new double[averages.length];
        for (int i = 0; i < costs.length; i++) {
            Backend candidate = snapshot.candidates().get(i);
            long active = candidate.active();
            if (!Untried.is(candidate, tried)) {
                costs[i] = Double.NaN;
            } else if (Double.isNaN(averages[i])) {
                costs[i] = active == 0 ? 0 : slowest * (active + 1);
            } else {
                costs[i] = averages[i] * (active + 1);
            }
        }
        int least = ties.lowest(costs);
        boolean measured = !Double.isNaN(averages[least]);
        double cost = costs[least];
        return new Choice.Picked(
                snapshot.candidates().get(least), new Compared(snapshot, costs, least, () -> text(measured, cost)));
    }

    /** In microseconds; NaN where nothing has been measured. */
    private double[] averages(Snapshot snapshot, long nowNanos) {
        double[] averages = new double[snapshot.candidates().size()];
        for (int i = 0; i < averages.length; i++) {
            averages[i] = measure.of(snapshot.candidates().get(i)).nanos(nowNanos) / 1_000;
        }
        return averages;
    }

    private static double slowest(double[] averages) {
        double slowest = 1;
        for (double average : averages) {
            slowest = average > slowest ? average : slowest; // a NaN is not greater than anything
        }
        return slowest;
    }

    private static String text(boolean measured, double cost) {
        if (!measured && cost == 0) {
            return "idle and never measured: tried";
        }
        return "the lowest cost, average in microseconds times requests with this one: " + Compared.number(cost);
    }
}
