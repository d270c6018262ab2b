package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;

/** Asks an idle connection's other end whether it is still there (RFC 9293 §3.8.4): only where the program wishes it (MUST-24, MUST-25). */
final class Keepalive {
    private final Tcb t;
    private boolean on;
    private long idleNanos;
    private long intervalNanos;
    private int probes;
    private int unanswered;
    private long heardNanos;

    Keepalive(Tcb t) {
        this.t = t;
        on = t.settings.keepalive();
        idleNanos = t.settings.keepaliveIdleNanos();
        intervalNanos = t.settings.keepaliveIntervalNanos();
        probes = t.settings.keepaliveProbes();
    }

    void set(boolean wanted, long idle, long interval, int most) {
        on = wanted;
        idleNanos = idle;
        intervalNanos = interval;
        probes = most;
        unanswered = 0;
        if (!on) {
            t.timers.cancel(TcpTimer.KEEPALIVE, Rule.KEEPALIVE);
        } else {
            established();
        }
    }

    int unanswered() {
        return unanswered;
    }

    private boolean applies() {
        return on && t.state.isSynchronized() && t.state != TcpState.TIME_WAIT;
    }

    void established() {
        if (applies()) {
            t.timers.arm(TcpTimer.KEEPALIVE, Math.max(heardNanos, t.now - idleNanos) + idleNanos, Rule.KEEPALIVE);
        }
    }

    /** A segment has arrived. The timer is not touched: when it fires it looks how long that is ago. */
    void heard() {
        heardNanos = t.now;
        unanswered = 0;
    }

    void fired() {
        if (!applies()) {
            return;
        }
        long due = heardNanos + idleNanos;
        boolean busy = t.sndUna != t.sndNxt; // MUST-26: only where nothing is outstanding
        if (unanswered == 0 && due > t.now || busy) {
            t.timers.arm(TcpTimer.KEEPALIVE, busy ? t.now + intervalNanos : due, Rule.ANSWERED);
            return;
        }
        if (unanswered >= probes) {
            if (t.settings.resetsAcknowledge()) {
                t.segments.abort(Rule.KEEPALIVE_UNANSWERED); // kernels do; §3.8.4 leaves it open
            }
            t.closing.fail(TcpNotification.TIMED_OUT, Rule.KEEPALIVE_UNANSWERED);
            return;
        }
        unanswered++;
        // §3.8.4: SEG.SEQ = SND.NXT - 1, without data; what lies outside the window is answered.
        t.segments.data(0, t.sndNxt - 1, Bytes.EMPTY, false, Rule.KEEPALIVE);
        t.timers.arm(TcpTimer.KEEPALIVE, t.now + intervalNanos, Rule.KEEPALIVE);
    }
}
