package sevenlayers.balancer.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * A number for each candidate of a snapshot that a policy moves on from pick to pick. Never changed: whoever moves on makes the next one,
 * and an atomic reference decides whose is taken.
 */
final class Tally {
    /** Before the first pick. */
    static final Tally NONE = new Tally(Snapshot.EMPTY, new double[0]);

    private final Snapshot snapshot;
    private final double[] values;

    Tally(Snapshot snapshot, double[] values) {
        this.snapshot = snapshot;
        this.values = values;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** A copy that the caller may change. */
    double[] values() {
        return values.clone();
    }

    /** Whether a thread with that snapshot has been held up since: what it picks is no longer of account. */
    boolean isLaterThan(Snapshot other) {
        return snapshot.version() > other.version();
    }

    /**
     * The numbers that the candidates of another snapshot bring along. Were they forgotten, a list that changes all the time (during a
     * slow start the weights do) would begin anew each time, and always with the same backend.
     *
     * @param unknown the number of a backend that was not there
     */
    double[] carriedTo(Snapshot next, double unknown) {
        Map<Backend, Double> known = HashMap.newHashMap(values.length);
        List<Backend> before = snapshot.candidates();
        for (int i = 0; i < values.length; i++) {
            known.put(before.get(i), values[i]);
        }
        double[] carried = new double[next.candidates().size()];
        Arrays.setAll(carried, i -> known.getOrDefault(next.candidates().get(i), unknown));
        return carried;
    }

    /** The sum of a snapshot's weights. */
    static long total(Snapshot snapshot) {
        long total = 0;
        for (int weight : snapshot.weights()) {
            total += weight;
        }
        return total;
    }
}
