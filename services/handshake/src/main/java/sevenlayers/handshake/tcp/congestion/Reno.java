package sevenlayers.handshake.tcp.congestion;

/**
 * Slow start and congestion avoidance as RFC 5681 has them. Reno and NewReno differ in recovery only; Tahoe does not know fast recovery and
 * begins with one segment after every loss.
 */
final class Reno extends Window {
    private final String name;
    private int acknowledgedBytes;

    Reno(String name, int initialWindow) {
        super(initialWindow);
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    void avoid(int bytes, Flight flight) {
        // RFC 5681 §3.1: when cwnd bytes have been acknowledged, cwnd grows by up to one segment.
        acknowledgedBytes += bytes;
        if (acknowledgedBytes >= cwnd()) {
            acknowledgedBytes -= cwnd();
            cwnd(cwnd() + flight.smss());
        }
    }

    @Override
    int reduced(Flight flight) {
        acknowledgedBytes = 0;
        // RFC 5681 §3.1, equation 4: ssthresh = max(FlightSize / 2, 2 * SMSS)
        return Math.max(outstanding(flight) / 2, 2 * flight.smss());
    }

    @Override
    public String phase() {
        // Tahoe sends the lost segment at once, and begins anew.
        return !name.equals("tahoe") ? super.phase() : inSlowStart() ? "slow start" : "congestion avoidance";
    }

    @Override
    public void lossDetected(Flight flight) {
        super.lossDetected(flight);
        if (name.equals("tahoe")) {
            cwnd(flight.smss());
        }
    }

    @Override
    public void recovered(Flight flight) {
        if (name.equals("tahoe")) {
            // It has been in slow start since the loss; leaving recovery changes nothing.
            int window = cwnd();
            super.recovered(flight);
            cwnd(window);
        } else {
            super.recovered(flight);
        }
    }
}
