package sevenlayers.handshake.tcp.congestion.bbr;

/**
 * What loss says about the path while BBR does not probe: that it may bear less for the moment (§5.5.10.3). Forgotten with the next probe.
 *
 * @param rate BBR.bw_shortterm
 * @param inFlight BBR.inflight_shortterm
 */
record ShortTerm(double rate, double inFlight) {
    /** ResetShortTermModel */
    static final ShortTerm UNBOUNDED = new ShortTerm(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** BBR.Beta: the least that is left, which is what CUBIC leaves. */
    static final double BETA = 0.7;

    /** InitLowerBounds and LossLowerBounds: towards what the last round trip has delivered, by no more than {@link #BETA}. */
    ShortTerm after(LatestRound lossy, double maxBandwidth, double cwnd) {
        double rateBefore = Double.isInfinite(rate) ? maxBandwidth : rate;
        double inFlightBefore = Double.isInfinite(inFlight) ? cwnd : inFlight;
        return new ShortTerm(
                Math.max(lossy.rate(), BETA * rateBefore), Math.max(lossy.delivered(), BETA * inFlightBefore));
    }

    /** The larger of each: the loss was none. */
    ShortTerm or(ShortTerm other) {
        return new ShortTerm(Math.max(rate, other.rate), Math.max(inFlight, other.inFlight));
    }
}
