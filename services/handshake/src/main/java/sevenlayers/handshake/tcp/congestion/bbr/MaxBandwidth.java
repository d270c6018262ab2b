package sevenlayers.handshake.tcp.congestion.bbr;

/** The highest rate that was delivered in this cycle of probing and the one before (BBR.max_bw, §5.5.3 to §5.5.6). */
final class MaxBandwidth {
    private double before;
    private double now;

    double value() {
        return Math.max(before, now);
    }

    /** UpdateMaxBw: what the program limited says nothing about the path, unless it is more than was known. */
    void sample(double rate, boolean applicationLimited) {
        if (rate > 0 && (rate >= value() || !applicationLimited)) {
            now = Math.max(now, rate);
        }
    }

    /** AdvanceMaxBwFilter: a cycle ends. One without any sample does not count, since nothing would be left. */
    void nextCycle() {
        if (now > 0) {
            before = now;
            now = 0;
        }
    }
}
