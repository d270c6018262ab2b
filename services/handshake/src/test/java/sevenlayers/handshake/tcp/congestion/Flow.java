package sevenlayers.handshake.tcp.congestion;

/** A sender with all the data in the world on a path of a fixed round-trip time, and the ACKs that come back, evenly over the round trip. */
final class Flow implements CongestionControl.Flight {
    static final int SMSS = 1_000;

    final CongestionControl control;
    final long rttNanos;
    long nowNanos;
    int flightSize;
    boolean limited = true;

    Flow(CongestionControl control, long rttMillis) {
        this.control = control;
        this.rttNanos = rttMillis * 1_000_000;
    }

    int segments() {
        return control.cwnd() / SMSS;
    }

    /** A window's worth of ACKs, each of so many segments. */
    void round(int segmentsAnAck) {
        int flight = segments();
        for (int i = 0; i < flight; i += segmentsAnAck) {
            int acknowledged = Math.min(segmentsAnAck, flight - i);
            nowNanos += rttNanos * acknowledged / flight;
            control.acknowledged(acknowledged * SMSS, this);
        }
    }

    void seconds(double seconds) {
        for (long end = nowNanos + (long) (seconds * 1e9); nowNanos < end; ) {
            acknowledged();
        }
    }

    /** One segment. */
    void acknowledged() {
        nowNanos += (long) ((double) rttNanos * SMSS / control.cwnd());
        control.acknowledged(SMSS, this);
    }

    /** A loss in a full window, and its recovery in no time. */
    void loss() {
        flightSize = control.cwnd();
        control.lossDetected(this);
        flightSize = control.cwnd();
        control.recovered(this);
    }

    void timeout(boolean again) {
        flightSize = control.cwnd();
        control.timedOut(this, again);
    }

    /** How many segments in a round trip get through on average when every so manieth is lost, after a time to settle. */
    double throughput(long segmentsForALoss, int losses) {
        long begun = 0;
        for (int i = 0; i < losses; i++) {
            if (i == losses / 2) {
                begun = nowNanos;
            }
            for (long j = 0; j < segmentsForALoss; j++) {
                acknowledged();
            }
            loss();
        }
        double roundTrips = (double) (nowNanos - begun) / rttNanos;
        return (losses - losses / 2) * segmentsForALoss / roundTrips;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public int flightSize() {
        return flightSize;
    }

    @Override
    public int smss() {
        return SMSS;
    }

    @Override
    public long smoothedRttNanos() {
        return rttNanos;
    }

    @Override
    public boolean cwndLimited() {
        return limited;
    }

    @Override
    public int inFlight() {
        return flightSize;
    }

    @Override
    public boolean selectiveAcks() {
        return true;
    }

    @Override
    public boolean windowFull() {
        return limited;
    }

    @Override
    public double random() {
        return 0.5;
    }
}
