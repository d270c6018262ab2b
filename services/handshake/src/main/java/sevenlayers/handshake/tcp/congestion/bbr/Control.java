package sevenlayers.handshake.tcp.congestion.bbr;

import sevenlayers.handshake.tcp.congestion.SendQuantum;
import sevenlayers.handshake.tcp.recovery.DeliveryRate;

/** What is set by the model: how fast segments leave and how many may be in flight (§5.6). */
final class Control {
    private static final double SECOND = 1e9;
    private static final long MILLISECOND_NANOS = 1_000_000;
    /** BBR.PacingMarginPercent: a little slower than the path, so that a queue shrinks. */
    private static final double MARGIN = 0.99;
    /** BBR.MinPipeCwnd, in segments: two on their way, and acknowledgments of two. */
    private static final int LEAST_SEGMENTS = 4;

    private static final int LARGEST_WINDOW = Integer.MAX_VALUE / 2;

    private final int initialWindow;
    private final MinRtt minRtt;
    private final LongTerm longTerm;
    private double bandwidth;
    private double pacingRate;
    private boolean rttSeen;
    private int cwnd;
    /** BBR.prior_cwnd: the last that was good. */
    private int windowBefore;

    Control(int initialWindow, MinRtt minRtt, LongTerm longTerm) {
        this.initialWindow = initialWindow;
        this.minRtt = minRtt;
        this.longTerm = longTerm;
        this.cwnd = initialWindow;
        this.pacingRate = initialRate(MILLISECOND_NANOS);
    }

    /** InitPacingRate: the initial window over a round trip, and a millisecond where none has been measured. */
    private double initialRate(long rttNanos) {
        return State.STARTUP.pacingGain() * initialWindow * SECOND / rttNanos;
    }

    /** The first round trip was measured. */
    void rttIs(long nanos) {
        if (!rttSeen) {
            rttSeen = true;
            pacingRate = initialRate(nanos);
        }
    }

    int cwnd() {
        return cwnd;
    }

    double pacingRate() {
        return pacingRate;
    }

    /** BBR.bw */
    double bandwidth() {
        return bandwidth;
    }

    /** BoundBWForModel */
    void bandwidth(double most, double bound) {
        bandwidth = Math.min(most, bound);
    }

    // ---- The rate

    /** SetPacingRateWithGain: until the pipe is known to be full, only upwards. */
    void pace(double gain, boolean pipeIsFull) {
        double rate = gain * bandwidth * MARGIN;
        if (pipeIsFull || rate > pacingRate) {
            pacingRate = rate;
        }
    }

    // ---- The window

    /**
     * SetCwnd.
     *
     * @param extra for acknowledgments that come bunched
     * @param shortTerm the bound that loss has set
     */
    void window(State state, DeliveryRate sample, int smss, double extra, double shortTerm, boolean pipeIsFull) {
        double most = quantized(multiple(bandwidth, state.windowGain()) + extra, state, smss);
        double next = cwnd;
        if (pipeIsFull) {
            next = Math.min(next + sample.newlyDelivered(), most);
        } else if (next < most || sample.delivered() < initialWindow) {
            next += sample.newlyDelivered();
        }
        next = Math.max(next, least(smss));
        if (state == State.PROBE_RTT) {
            next = Math.min(next, probeRttWindow(smss));
        }
        cwnd = (int) Math.min(Math.min(next, bound(state, shortTerm, smss)), LARGEST_WINDOW);
    }

    /** BoundCwndForModel */
    private double bound(State state, double shortTerm, int smss) {
        double cap = switch (state) {
            case DOWN, REFILL, UP -> longTerm.inFlight();
            case CRUISE, PROBE_RTT -> longTerm.withHeadroom(smss, least(smss));
            case STARTUP, DRAIN -> Double.POSITIVE_INFINITY;
        };
        return Math.max(Math.min(cap, shortTerm), least(smss));
    }

    /** After a timeout all is lost, so that nothing is in flight, and one segment may be. */
    void oneSegment(int smss) {
        cwnd = smss;
    }

    /** SaveCwnd: what recovery or ProbeRTT has made of it is not what was good. */
    void save(boolean asItShouldBe) {
        windowBefore = asItShouldBe ? cwnd : Math.max(windowBefore, cwnd);
    }

    /** RestoreCwnd */
    void restore() {
        cwnd = Math.max(cwnd, windowBefore);
    }

    // ---- Amounts

    /** BDPMultiple */
    private double multiple(double rate, double gain) {
        return minRtt.nanos() == MinRtt.UNKNOWN ? initialWindow : gain * rate * minRtt.nanos() / SECOND;
    }

    /** BBR.bdp */
    double bdp() {
        return multiple(bandwidth, 1);
    }

    /** TargetInflight */
    double target() {
        return Math.min(bdp(), cwnd);
    }

    /** Inflight(1.0): what fills the path at this rate, and builds no queue. */
    double filling(double rate, State state, int smss) {
        return quantized(multiple(rate, 1), state, smss);
    }

    /** ProbeRTTCwnd */
    double probeRttWindow(int smss) {
        return Math.max(multiple(bandwidth, State.PROBE_RTT.windowGain()), least(smss));
    }

    static double least(int smss) {
        return (double) LEAST_SEGMENTS * smss;
    }

    /** QuantizationBudget: three of what leaves at once, for what offloading holds back. */
    private double quantized(double bytes, State state, int smss) {
        double enough = Math.max(Math.max(bytes, 3.0 * SendQuantum.bytes(pacingRate, smss)), least(smss));
        return state == State.UP ? enough + 2.0 * smss : enough;
    }
}
