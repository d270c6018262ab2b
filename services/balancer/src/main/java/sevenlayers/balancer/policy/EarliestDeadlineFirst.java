package sevenlayers.balancer.policy;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * By weight: the backend whose turn is due first. A turn of a backend of weight w is due every 1/w.
 *
 * <p>The proportions are as exact as those of {@link SmoothWeightedRoundRobin}; the order is not as smooth: 5:1:1 gives {@code a a a a a b
 * c}, because all that is light falls due at the same moment. Of several that are due, the first in the list goes first.
 *
 * <p>[1] Envoy, {@code source/common/upstream/edf_scheduler.h}. There is a queue behind a lock; here a count of turns for each candidate in
 * an immutable array, because k turns of weight w are due at k/w exactly, and sums of 1/w are not.
 */
public final class EarliestDeadlineFirst implements Policy {
    private final Weights weights = new Weights();
    private final AtomicReference<Tally> last = new AtomicReference<>(Tally.NONE);

    @Override
    public String name() {
        return "edf";
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
            double[] turns = before.snapshot() == snapshot ? before.values() : carried(before, snapshot);
            double[] due = new double[turns.length];
            int best = -1;
            for (int i = 0; i < turns.length; i++) {
                if (!Untried.is(snapshot.candidates().get(i), tried)) {
                    due[i] = Double.NaN;
                } else {
                    due[i] = turns[i] / weight[i];
                    best = best < 0 || due[i] < due[best] ? i : best;
                }
            }
            turns[best]++;
            if (before.isLaterThan(snapshot) || last.compareAndSet(before, new Tally(snapshot, turns))) {
                double deadline = due[best];
                return new Choice.Picked(
                        snapshot.candidates().get(best),
                        new Compared(
                                snapshot,
                                due,
                                best,
                                () -> "due at " + Compared.number(deadline) + ", before all others"));
            }
        }
    }

    /** Time starts anew; the part of a turn that a backend still has to wait for goes with it. */
    private static double[] carried(Tally before, Snapshot snapshot) {
        double[] waiting = before.values();
        double now = Double.POSITIVE_INFINITY;
        for (int i = 0; i < waiting.length; i++) {
            now = Math.min(now, waiting[i] / before.snapshot().weights().get(i));
        }
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] =
                    Math.clamp(waiting[i] - now * before.snapshot().weights().get(i), 0, 1);
        }
        return new Tally(before.snapshot(), waiting).carriedTo(snapshot, 1);
    }
}
