package sevenlayers.handshake.tcp.congestion;

/** What all algorithms with a window have in common: slow start, the timeout, idleness, and a reduction that can be undone. */
abstract sealed class Window implements CongestionControl permits Reno, Cubic {
    private final int initialWindow;
    private int cwnd;
    private int ssthresh = Integer.MAX_VALUE;
    private int cwndBefore;
    private int ssthreshBefore;
    private boolean recovering;

    Window(int initialWindow) {
        this.initialWindow = initialWindow;
        this.cwnd = initialWindow;
    }

    @Override
    public final int cwnd() {
        return cwnd;
    }

    @Override
    public final int ssthresh() {
        return ssthresh;
    }

    @Override
    public final void takeOver(int threshold) {
        ssthresh = threshold;
    }

    final void cwnd(int bytes) {
        cwnd = bytes;
    }

    final void ssthresh(int bytes) {
        ssthresh = bytes;
    }

    @Override
    public String phase() {
        return recovering ? "fast recovery" : inSlowStart() ? "slow start" : "congestion avoidance";
    }

    final boolean inSlowStart() {
        return cwnd < ssthresh;
    }

    @Override
    public final void acknowledged(int bytes, Flight flight) {
        if (!flight.cwndLimited()) {
            notInUse();
            return;
        }
        if (inSlowStart()) {
            cwnd += Math.min(flight.countedInSlowStart(bytes), Math.max(ssthresh - cwnd, flight.smss()));
        } else {
            avoid(bytes, flight);
        }
    }

    /** The window is larger than what is sent: time that passes now says nothing about the network. */
    void notInUse() {}

    /** Congestion avoidance. */
    abstract void avoid(int bytes, Flight flight);

    /**
     * What the window had let into the network. In a long recovery much of what is sent and not acknowledged has arrived or is lost, and
     * what limited transmit adds must not count (RFC 5681 §3.2): neither makes the window larger than it was.
     */
    final int outstanding(Flight flight) {
        return Math.min(flight.flightSize(), cwnd);
    }

    /** The new threshold after a loss. */
    abstract int reduced(Flight flight);

    @Override
    public void lossDetected(Flight flight) {
        remember();
        ssthresh = reduced(flight);
        cwnd = ssthresh;
        recovering = true;
    }

    @Override
    public void congestionMarked(Flight flight) {
        // RFC 3168 §6.1.2: as for a loss, but nothing is missing: there is nothing to recover, and no slow start.
        remember();
        ssthresh = reduced(flight);
        cwnd = ssthresh;
    }

    @Override
    public void recovered(Flight flight) {
        recovering = false;
        // RFC 6582 §3.2 step 3, option 1: not more than what is left to fill, so that no burst follows.
        cwnd = Math.min(ssthresh, Math.max(flight.flightSize(), flight.smss()) + flight.smss());
    }

    @Override
    public void timedOut(Flight flight, boolean again) {
        if (!again) {
            // RFC 5681 §3.1: ssthresh is set by the first timeout of a segment and kept by those that follow.
            remember();
            ssthresh = reduced(flight);
        }
        recovering = false;
        cwnd = flight.smss(); // the loss window LW: one segment
    }

    @Override
    public void idle(Flight flight) {
        cwnd = Math.min(cwnd, initialWindow); // RFC 5681 §4.1: the restart window RW = min(IW, cwnd)
    }

    private void remember() {
        cwndBefore = cwnd;
        ssthreshBefore = ssthresh;
    }

    @Override
    public void undo() {
        cwnd = Math.max(cwnd, cwndBefore);
        ssthresh = Math.max(ssthresh, ssthreshBefore);
        recovering = false;
    }
}
