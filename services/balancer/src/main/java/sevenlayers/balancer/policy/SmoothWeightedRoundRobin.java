package sevenlayers.balancer.policy;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * By weight, the turns of one backend spread out among those of the others: 5:1:1 gives {@code a a b a c a a}.
 *
 * <p>Each pick looks at every candidate. The current weights are one immutable array; a thread that moves them on while another does the
 * same tries again, and one of the two always gets through.
 *
 * <p>[1] nginx, commit 52327e0627f4, "Upstream: smooth weighted round-robin balancing": with each pick each current weight grows by the
 * backend's weight; the greatest wins and is reduced by the sum of all weights.
 */
public final class SmoothWeightedRoundRobin implements Policy {
    private final Weights weights = new Weights();
    private final AtomicReference<Tally> last = new AtomicReference<>(Tally.NONE);

    @Override
    public String name() {
        return "smooth_weighted_round_robin";
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
        while (true) {
            Tally before = Objects.requireNonNull(last.get());
            double[] after = before.snapshot() == snapshot ? before.values() : carried(before, snapshot);
            double[] compared = new double[after.length];
            long total = 0;
            int best = -1;
            for (int i = 0; i < after.length; i++) {
                if (!Untried.is(snapshot.candidates().get(i), tried)) {
                    compared[i] = Double.NaN;
                    continue;
                }
                after[i] += weight[i];
                total += weight[i];
                compared[i] = after[i];
                best = best < 0 || after[i] > after[best] ? i : best;
            }
            after[best] -= total;
            if (before.isLaterThan(snapshot) || last.compareAndSet(before, new Tally(snapshot, after))) {
                return picked(snapshot, compared, best, total);
            }
        }
    }

    private static Choice picked(Snapshot snapshot, double[] compared, int best, long total) {
        Backend backend = snapshot.candidates().get(best);
        double current = compared[best];
        return new Choice.Picked(
                backend,
                new Compared(
                        snapshot,
                        compared,
                        best,
                        () -> "current weight " + Compared.number(current) + ", the highest; less the total of " + total
                                + " it is now " + Compared.number(current - total)));
    }

    /** In proportion to the new weights, and within what they would have led to by themselves. */
    private static double[] carried(Tally before, Snapshot snapshot) {
        double[] values = before.carriedTo(snapshot, 0);
        double total = Tally.total(snapshot);
        double scale = total / Math.max(1, Tally.total(before.snapshot()));
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i] * scale, -total, total);
        }
        return values;
    }
}
