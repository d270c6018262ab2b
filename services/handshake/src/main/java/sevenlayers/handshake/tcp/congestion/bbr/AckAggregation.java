package sevenlayers.handshake.tcp.congestion.bbr;

import java.util.ArrayDeque;
import java.util.Deque;

/** How much more is acknowledged at once than the rate explains: so much more must be in flight, or the path runs dry (§5.5.9). */
final class AckAggregation {
    private static final double SECOND = 1e9;
    /** BBR.ExtraAckedFilterLen, in round trips. */
    private static final int ROUNDS = 10;

    private record Extra(long round, double bytes) {}

    /** Of the last round trips, the largest first: one that a later and larger one follows never counts again. */
    private final Deque<Extra> largest = new ArrayDeque<>();

    private long beganAtNanos;
    private double delivered;

    AckAggregation(long nowNanos) {
        this.beganAtNanos = nowNanos;
    }

    /**
     * UpdateACKAggregation.
     *
     * @param expected BBR.bw, bytes a second
     * @param round the number of the round trip
     * @param fullPipe whether the rate is known; before that only this round trip counts
     */
    void acknowledged(int bytes, double expected, int cwnd, long nowNanos, long round, boolean fullPipe) {
        double due = expected * (nowNanos - beganAtNanos) / SECOND;
        if (delivered <= due) {
            restart(nowNanos);
            due = 0;
        }
        delivered += bytes;
        double extra = Math.min(delivered - due, cwnd);
        while (!largest.isEmpty() && largest.getLast().bytes() <= extra) {
            largest.removeLast();
        }
        largest.add(new Extra(round, extra));
        while (largest.getFirst().round() <= round - (fullPipe ? ROUNDS : 1)) {
            largest.removeFirst();
        }
    }

    /** What was not sent cannot have been acknowledged: the count begins anew. */
    void restart(long nowNanos) {
        delivered = 0;
        beganAtNanos = nowNanos;
    }

    /** BBR.extra_acked */
    double extra() {
        return largest.isEmpty() ? 0 : largest.getFirst().bytes();
    }
}
