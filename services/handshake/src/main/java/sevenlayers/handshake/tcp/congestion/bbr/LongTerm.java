package sevenlayers.handshake.tcp.congestion.bbr;

/** How much in flight the path has borne: lowered by a probe that lost too much, raised again step by step (§5.3.3.5, §5.5.10.2). */
final class LongTerm {
    /** BBR.LossThresh: more of what was in flight must not be lost. */
    static final double LOSS_THRESHOLD = 0.02;
    /** BBR.Headroom: what is left for others. */
    static final double HEADROOM = 0.15;

    private static final int MOST_DOUBLINGS = 30;

    private double inFlight = Double.POSITIVE_INFINITY;
    private double ackedPerStep = Double.POSITIVE_INFINITY;
    private double acked;
    private int rounds;

    /** BBR.inflight_longterm; infinite: nothing is known against any amount. */
    double inFlight() {
        return inFlight;
    }

    boolean isKnown() {
        return !Double.isInfinite(inFlight);
    }

    void set(double bytes) {
        inFlight = bytes;
    }

    /** Only upwards. */
    void raiseTo(double bytes) {
        inFlight = Math.max(inFlight, bytes);
    }

    /** InflightWithHeadroom */
    double withHeadroom(int smss, double least) {
        if (!isKnown()) {
            return inFlight;
        }
        return Math.max(inFlight - Math.max(smss, HEADROOM * inFlight), least);
    }

    /** A probe will begin. */
    void refill() {
        rounds = 0;
        acked = 0;
    }

    /** A probe has ended. */
    void stopGrowing() {
        ackedPerStep = Double.POSITIVE_INFINITY;
    }

    /** RaiseInflightLongtermSlope: by 1 segment in the first round trip of a probe, then by 2, 4, 8. */
    void raiseSlope(int cwnd, int smss) {
        long growth = 1L << rounds;
        rounds = Math.min(rounds + 1, MOST_DOUBLINGS);
        ackedPerStep = Math.max((double) cwnd / growth, smss);
    }

    /** ProbeInflightLongtermUpward: so many bytes were acknowledged, while the window was in use and at the bound. */
    void grow(long bytes, int smss) {
        acked += bytes;
        if (acked >= ackedPerStep) {
            long steps = (long) (acked / ackedPerStep);
            acked -= steps * ackedPerStep;
            inFlight += steps * (double) smss;
        }
    }

    /** IsInflightTooHigh. Without selective acknowledgments one loss a round trip is all that can be seen. */
    static boolean isTooHigh(long lost, int inFlightThen, boolean selectiveAcks) {
        return lost > inFlightThen * LOSS_THRESHOLD || lost > 0 && !selectiveAcks;
    }

    /** InflightAtLoss: how much was in flight where the losses crossed the threshold, which may be inside of this segment. */
    static double inFlightAtLoss(int inFlightThen, long lost, int size) {
        double before = inFlightThen - size;
        double lostBefore = lost - size;
        return before + (LOSS_THRESHOLD * before - lostBefore) / (1 - LOSS_THRESHOLD);
    }
}
