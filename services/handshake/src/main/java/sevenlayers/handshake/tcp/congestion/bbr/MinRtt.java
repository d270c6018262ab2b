package sevenlayers.handshake.tcp.congestion.bbr;

/** The shortest round trip of the last ten seconds, and whether it is time to see it again (§5.3.4.3, §5.5.7). */
final class MinRtt {
    private static final long SECOND = 1_000_000_000L;
    /** BBR.MinRTTFilterLen */
    static final long KEPT_NANOS = 10 * SECOND;
    /** BBR.ProbeRTTInterval */
    static final long PROBE_EVERY_NANOS = 5 * SECOND;

    /** Not measured yet. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private long value = UNKNOWN;
    private long valueAtNanos;
    /** BBR.probe_rtt_min_delay */
    private long recent = UNKNOWN;

    private long recentAtNanos;
    private boolean expired;

    /**
     * UpdateMinRTT.
     *
     * @param rttNanos of the newest segment that was acknowledged; below 0: it is not known
     */
    void acknowledged(long rttNanos, long nowNanos) {
        expired = nowNanos > recentAtNanos + PROBE_EVERY_NANOS;
        if (rttNanos >= 0 && (rttNanos < recent || expired)) {
            recent = rttNanos;
            recentAtNanos = nowNanos;
        }
        if (recent < value || nowNanos > valueAtNanos + KEPT_NANOS) {
            value = recent;
            valueAtNanos = recentAtNanos;
        }
    }

    /** BBR.min_rtt, or {@link #UNKNOWN}. */
    long nanos() {
        return value;
    }

    /** BBR.probe_rtt_expired: no shorter one was seen for five seconds. */
    boolean isExpired() {
        return expired;
    }

    /** It has just been looked for: the next search is five seconds away. */
    void probed(long nowNanos) {
        recentAtNanos = nowNanos;
    }
}
