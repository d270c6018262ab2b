package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.recovery.RttEstimator;
import sevenlayers.handshake.tcp.recovery.SentSegment;
import sevenlayers.handshake.tcp.rule.Rule;

/**
 * Keeps a sender that may not send from waiting for ever (RFC 9293 §3.8.6.1): the segment that opened the window may be lost, so that one
 * byte asks from time to time. It also ends the wait for a window that would be worth a segment (§3.8.6.2.1).
 */
final class PersistTimer {
    /** §3.8.6.2.1: 0.1 to 1.0 seconds. */
    static final long OVERRIDE_NANOS = 200_000_000;

    private final Tcb t;
    private boolean probing;
    private int backOffs;
    private int unanswered;

    PersistTimer(Tcb t) {
        this.t = t;
    }

    /** Whether what is outstanding is a probe's byte: this timer, and not the retransmission timer, sends it again. */
    boolean isProbing() {
        return probing;
    }

    int unanswered() {
        return unanswered;
    }

    /** Nothing is outstanding, and this keeps what there is from being sent; null: nothing does. */
    void settle(@Nullable Rule heldBack) {
        if (heldBack == null) {
            t.timers.cancel(TcpTimer.PERSIST, Rule.WINDOW_OPENED);
        } else if (!t.timers.isRunning(TcpTimer.PERSIST)) {
            if (heldBack == Rule.ZERO_WINDOW) {
                arm(Rule.ZERO_WINDOW);
            } else {
                t.timers.arm(TcpTimer.PERSIST, t.now + OVERRIDE_NANOS, heldBack);
            }
        }
    }

    private void arm(Rule rule) {
        // SHLD-29 and SHLD-30: first after a retransmission timeout, then the time between two grows exponentially.
        long interval = Math.min(t.sender.rtt.timeoutNanos() << Math.min(backOffs, 16), RttEstimator.MAXIMUM_RTO_NANOS);
        t.timers.arm(TcpTimer.PERSIST, t.now + interval, rule);
    }

    void fired() {
        if (t.sndWnd > 0) {
            t.output.override();
            return;
        }
        if (unanswered > t.settings.retries()) {
            t.closing.fail(TcpNotification.TIMED_OUT, Rule.GAVE_UP);
            return;
        }
        unanswered++;
        backOffs++;
        SentSegment first = t.sender.sent.first();
        boolean wasProbing = probing;
        probing = true;
        if (first != null && wasProbing) {
            t.output.retransmit(first, Rule.ZERO_WINDOW_PROBE);
        } else if (first == null) {
            t.output.probe();
        } else {
            probing = false; // something is outstanding: the retransmission timer asks
            return;
        }
        arm(Rule.ZERO_WINDOW);
    }

    /** An acknowledgment has arrived: as long as there are some the connection stays open (MUST-37). */
    void answered() {
        unanswered = 0;
        t.retransmission.heard();
        if (probing && t.sender.sent.isEmpty()) {
            probing = false;
        }
    }

    /** The window is no longer 0. */
    void windowOpened() {
        backOffs = 0;
        t.timers.cancel(TcpTimer.PERSIST, Rule.WINDOW_OPENED);
        if (probing) {
            probing = false;
            SentSegment probe = t.sender.sent.first();
            if (probe != null) {
                t.sender.sent.markDue(probe);
                t.sender.sendAgain(Rule.WINDOW_OPENED);
            }
        }
    }
}
