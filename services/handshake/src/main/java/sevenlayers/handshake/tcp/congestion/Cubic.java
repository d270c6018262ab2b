package sevenlayers.handshake.tcp.congestion;

/**
 * CUBIC (RFC 9438): after a loss the window follows a cubic curve of time, flat around the size at which the loss happened. Windows are
 * counted in segments here, as the RFC's formulas do.
 */
final class Cubic extends Window {
    /** §4.1, §5: C decides how aggressively the window grows where round trips are long. */
    static final double C = 0.4;
    /** §4.6 */
    static final double BETA = 0.7;
    /** §4.3: with this the estimate of Reno's window grows as Reno's does on average. */
    static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

    private double window;
    private double wMax;
    private double k;
    private double wEst;
    private double cwndPrior;
    private long epochStartNanos = -1;
    /** As it was before the last reduction. */
    private Curve before = new Curve(0, 0, 0, 0, 0, -1);

    private record Curve(double window, double wMax, double k, double wEst, double cwndPrior, long epochStartNanos) {}

    Cubic(int initialWindow) {
        super(initialWindow);
    }

    @Override
    public String name() {
        return "cubic";
    }

    /** §4.2, figure 2: K = cbrt((W_max - cwnd_epoch) / C) */
    static double k(double wMax, double cwndEpoch) {
        return Math.cbrt(Math.max(0, wMax - cwndEpoch) / C);
    }

    /** §4.2, figure 1: W_cubic(t) = C * (t - K)^3 + W_max */
    static double w(double seconds, double k, double wMax) {
        double distance = seconds - k;
        return C * distance * distance * distance + wMax;
    }

    @Override
    void avoid(int bytes, Flight flight) {
        double smss = flight.smss();
        if (epochStartNanos < 0) {
            epochStartNanos = flight.nowNanos();
            window = cwnd() / smss;
            wEst = window;
            if (window < wMax) {
                k = k(wMax, window);
            } else {
                // §4.8, §4.10: after slow start K is 0 and W_max the window itself.
                k = 0;
                wMax = window;
            }
        }
        double segments = bytes / smss;
        double seconds = (flight.nowNanos() - epochStartNanos) / 1e9;
        double rtt = flight.smoothedRttNanos() / 1e9;
        // §4.3: W_est grows by alpha for each window acknowledged; alpha
        // is 1 once it has reached the size before the loss.
        wEst += (wEst >= cwndPrior ? 1 : ALPHA) * segments / window;
        if (w(seconds, k, wMax) < wEst) {
            window = wEst; // the Reno-friendly region
        } else {
            // §4.4, §4.5: for each ACK by (target - cwnd) / cwnd, the target being the curve one round trip on, within
            // [cwnd, 1.5 cwnd].
            double target = Math.clamp(w(seconds + rtt, k, wMax), window, 1.5 * window);
            window += (target - window) / window * segments;
        }
        cwnd((int) (window * smss));
    }

    @Override
    int reduced(Flight flight) {
        double smss = flight.smss();
        before = new Curve(window, wMax, k, wEst, cwndPrior, epochStartNanos);
        cwndPrior = cwnd() / smss;
        // §4.7: fast convergence. A loss below the last W_max means that others want room.
        wMax = cwndPrior < wMax ? cwndPrior * (1 + BETA) / 2 : cwndPrior;
        epochStartNanos = -1;
        // §4.6: ssthresh = flight_size * beta, at least 2
        return (int) Math.max(outstanding(flight) * BETA, 2 * smss);
    }

    @Override
    public void timedOut(Flight flight, boolean again) {
        super.timedOut(flight, again);
        // §4.8: after a timeout K is 0, and W_max the window with which congestion avoidance begins.
        wMax = 0;
        epochStartNanos = -1;
    }

    @Override
    public void idle(Flight flight) {
        super.idle(flight);
        notInUse();
    }

    @Override
    void notInUse() {
        epochStartNanos = -1; // §5.8: time in which the program limits must not count
    }

    @Override
    public void undo() {
        super.undo();
        // §4.9: the curve goes on where it was, as if nothing had been taken for lost.
        window = before.window;
        wMax = before.wMax;
        k = before.k;
        wEst = before.wEst;
        cwndPrior = before.cwndPrior;
        epochStartNanos = before.epochStartNanos;
    }
}
