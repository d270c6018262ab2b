package sevenlayers.handshake.tcp.recovery;

/** The round-trip time, smoothed, and the retransmission timeout that follows from it (RFC 6298). All times in nanoseconds. */
public final class RttEstimator {
    /** RFC 6298 §2.5: a maximum may be placed, of at least 60 seconds; kernels have 120. */
    public static final long MAXIMUM_RTO_NANOS = 120_000_000_000L;

    /** RFC 6298 §5.7: what the timeout is after a handshake in which the SYN timed out. */
    static final long AFTER_LOST_SYN_NANOS = 3_000_000_000L;

    private final long minimumNanos;
    private final long granularityNanos;
    private long smoothedNanos;
    private long variationNanos;
    private long latestNanos;
    private long shortestNanos = Long.MAX_VALUE;
    private long timeoutNanos;
    private int backOffs;

    /** @param granularityNanos of the clock: what the variation counts for at least (G) */
    public RttEstimator(long initialNanos, long minimumNanos, long granularityNanos) {
        this.minimumNanos = minimumNanos;
        this.granularityNanos = granularityNanos;
        this.timeoutNanos = initialNanos;
    }

    /** A measurement; of a segment that was sent once only, or whose answer says which sending it is of (Karn's algorithm, §3). */
    public void sample(long nanos) {
        latestNanos = nanos;
        shortestNanos = Math.min(shortestNanos, nanos);
        if (!isMeasured()) {
            // §2.2: SRTT <- R, RTTVAR <- R/2
            smoothedNanos = nanos;
            variationNanos = nanos / 2;
        } else {
            // §2.3, in this order: RTTVAR <- (1 - beta) * RTTVAR + beta *
            // |SRTT - R'|, SRTT <- (1 - alpha) * SRTT + alpha * R'
            variationNanos += (Math.abs(smoothedNanos - nanos) - variationNanos) / 4;
            smoothedNanos += (nanos - smoothedNanos) / 8;
        }
        backOffs = 0;
        // §2.3: RTO <- SRTT + max(G, K * RTTVAR), K = 4; §2.4: at least the minimum
        timeoutNanos = bounded(smoothedNanos + Math.max(granularityNanos, 4 * variationNanos));
    }

    private long bounded(long nanos) {
        return Math.min(MAXIMUM_RTO_NANOS, Math.max(minimumNanos, nanos));
    }

    /** The timer has fired: §5.5, the timeout is doubled. */
    public void backOff() {
        backOffs++;
        timeoutNanos = Math.min(MAXIMUM_RTO_NANOS, 2 * timeoutNanos);
    }

    /** New data was acknowledged: what a measurement had found counts again, without the doublings. */
    public void progressed() {
        if (backOffs > 0 && isMeasured()) {
            backOffs = 0;
            timeoutNanos = bounded(smoothedNanos + Math.max(granularityNanos, 4 * variationNanos));
        }
    }

    /** The handshake is over, and its SYN had timed out. */
    public void synWasLost() {
        if (!isMeasured()) {
            timeoutNanos = Math.max(minimumNanos, AFTER_LOST_SYN_NANOS);
            backOffs = 0;
        }
    }

    public boolean isMeasured() {
        return smoothedNanos != 0;
    }

    public long timeoutNanos() {
        return timeoutNanos;
    }

    public int backOffs() {
        return backOffs;
    }

    /** SRTT; 0: nothing was measured yet. */
    public long smoothedNanos() {
        return smoothedNanos;
    }

    /** RTTVAR. */
    public long variationNanos() {
        return variationNanos;
    }

    public long latestNanos() {
        return latestNanos;
    }

    /** The shortest ever; 0: nothing was measured yet. */
    public long shortestNanos() {
        return isMeasured() ? shortestNanos : 0;
    }
}
