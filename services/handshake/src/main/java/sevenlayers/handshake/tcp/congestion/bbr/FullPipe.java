package sevenlayers.handshake.tcp.congestion.bbr;

/** Finds out that the path gives no more: three round trips in which the rate grew by less than a quarter (§5.3.1.2). */
final class FullPipe {
    private static final double GROWTH = 1.25;
    private static final int ROUNDS = 3;

    private double rate;
    private int count;
    private boolean now;
    private boolean reached;

    /** ResetFullBW: begins anew. */
    void reset() {
        resetTo(0);
    }

    /** The same, with a rate that it must outgrow. */
    void resetTo(double first) {
        rate = first;
        count = 0;
        now = false;
    }

    /** CheckFullBWReached */
    void acknowledged(double sample, boolean roundBegins, boolean applicationLimited) {
        if (now || !roundBegins || applicationLimited) {
            return;
        }
        if (sample >= rate * GROWTH) {
            resetTo(sample);
            return;
        }
        count++;
        now = count >= ROUNDS;
        reached |= now;
    }

    /** BBR.full_bw_now */
    boolean now() {
        return now;
    }

    /** BBR.full_bw_reached: whether it was ever found. */
    boolean reached() {
        return reached;
    }

    /** Something else has shown it, or shown that it was wrong. */
    void reached(boolean is) {
        reached = is;
    }
}
