package sevenlayers.handshake.tcp.congestion.bbr;

/** What BBR is doing, and how it paces and bounds what it sends meanwhile (§5.6.1). */
enum State {
    /** Doubles its rate in every round trip until the path gives no more. */
    STARTUP("Startup", 2.77, 2),
    /** Lets the queue go that Startup has built. */
    DRAIN("Drain", 0.5, 2),
    /** Sends less than the path delivers, until the queue is gone and there is room for others. */
    DOWN("ProbeBW_DOWN", 0.9, 2),
    /** Sends as much as the path delivers. */
    CRUISE("ProbeBW_CRUISE", 1, 2),
    /** Fills the path for a round trip, so that the probe that follows meets a full one. */
    REFILL("ProbeBW_REFILL", 1, 2),
    /** Sends more than the path has delivered, to see whether there is more. */
    UP("ProbeBW_UP", 1.25, 2.25),
    /** Keeps little in flight, to see how short a round trip is without a queue. */
    PROBE_RTT("ProbeRTT", 1, 0.5);

    private final String text;
    private final double pacingGain;
    private final double windowGain;

    State(String text, double pacingGain, double windowGain) {
        this.text = text;
        this.pacingGain = pacingGain;
        this.windowGain = windowGain;
    }

    /** As the draft names it. */
    String text() {
        return text;
    }

    /** BBR.pacing_gain */
    double pacingGain() {
        return pacingGain;
    }

    /** BBR.cwnd_gain */
    double windowGain() {
        return windowGain;
    }

    /** IsInAProbeBWState */
    boolean isProbeBandwidth() {
        return switch (this) {
            case DOWN, CRUISE, REFILL, UP -> true;
            case STARTUP, DRAIN, PROBE_RTT -> false;
        };
    }

    /** IsProbingBW: whether loss now says what the path bears, and not what it bears less than before. */
    boolean isAccelerating() {
        return switch (this) {
            case STARTUP, REFILL, UP -> true;
            case DRAIN, DOWN, CRUISE, PROBE_RTT -> false;
        };
    }
}
