package sevenlayers.handshake.tcp.congestion.bbr;

/** Round trips, counted by what is sent and acknowledged and not by a clock (§5.5.1). */
final class Rounds {
    private long nextDelivered;
    private boolean begins;
    private long count;
    private int sinceProbeUp;

    /**
     * UpdateRound.
     *
     * @param priorDelivered what had been delivered when that was sent which is acknowledged now
     * @param delivered what has been delivered by now
     */
    void acknowledged(long priorDelivered, long delivered) {
        begins = priorDelivered >= nextDelivered;
        if (begins) {
            restart(delivered);
            count++;
            sinceProbeUp++;
        }
    }

    /** StartRound: the round trip ends with what is sent from now on. */
    void restart(long delivered) {
        nextDelivered = delivered;
    }

    /** BBR.round_start: whether the acknowledgment that is being dealt with begins one. */
    boolean begins() {
        return begins;
    }

    /** BBR.round_count */
    long count() {
        return count;
    }

    /** BBR.rounds_since_probe_up */
    int sinceProbeUp() {
        return sinceProbeUp;
    }

    void sinceProbeUp(int rounds) {
        sinceProbeUp = rounds;
    }
}
