package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.congestion.CongestionControl;
import sevenlayers.handshake.tcp.congestion.SendQuantum;
import sevenlayers.handshake.tcp.rule.Rule;

/**
 * Spreads over time what the windows allow at once: at the rate that congestion control says, or else, where the host is set so, the window
 * over a round trip and a little faster (RFC 9002 §7.7).
 */
final class Pacing {
    private static final double SECOND = 1e9;
    /** RFC 9002 §7.7: N, at least 1, so that a variation of the round trip does not leave the window unused; kernels have 1.2. */
    private static final double FASTER = 1.2;
    /** In slow start the window doubles in a round trip, and so must what is sent. */
    private static final double FASTER_IN_SLOW_START = 2;

    private final Tcb t;
    /** C.next_send_time */
    private long nextNanos;

    private long quantumBeganNanos = -1;
    private long leftOfQuantum;

    Pacing(Tcb t) {
        this.t = t;
    }

    /** In bytes a second; 0: nothing is paced. */
    double rate() {
        CongestionControl congestion = t.sender.congestion();
        double said = congestion.pacingRate();
        long rtt = t.sender.rtt.smoothedNanos();
        if (said > 0 || !t.settings.pacing() || rtt == 0) {
            return said;
        }
        boolean slowStart = congestion.cwnd() < congestion.ssthresh() / 2;
        return (slowStart ? FASTER_IN_SLOW_START : FASTER) * congestion.cwnd() * SECOND / rtt;
    }

    /** Whether the next segment must wait for its turn; the timer will say when it has come. */
    boolean waits() {
        boolean inQuantum = leftOfQuantum > 0 && quantumBeganNanos == t.now;
        if (t.now >= nextNanos || inQuantum || rate() <= 0) {
            return false;
        }
        if (!t.timers.isRunning(TcpTimer.PACING)) {
            t.timers.arm(TcpTimer.PACING, nextNanos, Rule.PACED);
        }
        return true;
    }

    /** So many bytes leave now, whether it was their turn or not. */
    void sent(int bytes) {
        double rate = rate();
        if (rate <= 0) {
            return;
        }
        if (leftOfQuantum <= 0 || quantumBeganNanos != t.now) {
            quantumBeganNanos = t.now;
            leftOfQuantum = SendQuantum.bytes(rate, t.sender.smss());
        }
        leftOfQuantum -= bytes;
        // draft-ietf-ccwg-bbr-06 §5.6.2: C.next_send_time = max(Now(), C.next_send_time) + packet.size / C.pacing_rate
        nextNanos = Math.max(t.now, nextNanos) + (long) (bytes * SECOND / rate);
    }
}
