package sevenlayers.handshake.tcp.congestion;

/** No control at all: only the receiver's window limits. */
final class FixedWindow implements CongestionControl {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public int cwnd() {
        return Integer.MAX_VALUE / 2;
    }

    @Override
    public int ssthresh() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String phase() {
        return "no congestion control";
    }

    @Override
    public void acknowledged(int bytes, Flight flight) {}

    @Override
    public void lossDetected(Flight flight) {}

    @Override
    public void recovered(Flight flight) {}

    @Override
    public void timedOut(Flight flight, boolean again) {}

    @Override
    public void idle(Flight flight) {}

    @Override
    public void undo() {}
}
