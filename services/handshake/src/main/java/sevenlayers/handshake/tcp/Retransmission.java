package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.recovery.SentSegment;
import sevenlayers.handshake.tcp.rule.Rule;

/** The retransmission timer (RFC 6298 §5), and how often it may fire (RFC 9293 §3.8.3). */
final class Retransmission {
    /** R1: from here on the network layer is asked to look for another way. */
    static final int R1 = 3;

    private final Tcb t;
    /** Firings in a row. */
    private int timeouts;

    Retransmission(Tcb t) {
        this.t = t;
    }

    int timeouts() {
        return timeouts;
    }

    /** §5.1: whenever something is sent, and the timer does not run, it is started. */
    void outstanding() {
        if (!t.timers.isRunning(TcpTimer.RETRANSMISSION) && !t.persist.isProbing()) {
            arm(Rule.RETRANSMISSION_TIMER);
        }
    }

    private void arm(Rule rule) {
        t.timers.arm(TcpTimer.RETRANSMISSION, t.now + t.sender.rtt.timeoutNanos(), rule);
    }

    /** A probe was sent: the timeout counts from it (RFC 8985 §7.3). */
    void restart() {
        arm(Rule.TAIL_LOSS_PROBE);
    }

    /** Something new was acknowledged. */
    void progressed() {
        timeouts = 0;
        if (t.sender.sent.isEmpty()) {
            t.timers.cancel(TcpTimer.RETRANSMISSION, Rule.ALL_ACKNOWLEDGED); // §5.2
        } else if (!t.persist.isProbing()) {
            arm(Rule.RETRANSMISSION_TIMER_RESTARTED); // §5.3
        }
    }

    /** The other end is there, and has no room: it must not be given up (RFC 9293 §3.8.6.1, MUST-37). */
    void heard() {
        if (t.sndWnd == 0) {
            timeouts = 0;
        }
    }

    void fired() {
        SentSegment first = t.sender.sent.first();
        if (first == null) {
            return;
        }
        if (timeouts >= limit()) {
            t.closing.fail(TcpNotification.TIMED_OUT, Rule.GAVE_UP);
            return;
        }
        timeouts++;
        if (timeouts == R1) {
            t.effects.notified(TcpNotification.NEGATIVE_ADVICE, Rule.NEGATIVE_ADVICE);
        }
        t.sender.rtt.backOff(); // §5.5
        if (t.state.isSynchronized()) {
            t.sender.timedOut(timeouts > 1);
        }
        SentSegment due = t.state.isSynchronized() ? t.sender.nextDue() : first;
        t.output.retransmit(due == null ? first : due, Rule.RETRANSMISSION_TIMEOUT); // §5.4
        arm(Rule.BACK_OFF); // §5.6
        t.effects.sampled(Rule.BACK_OFF);
        t.output.run();
    }

    /** R2. MUST-21 ... MUST-23: at least 100 seconds for data, three minutes for a SYN, and to be set by the program. */
    private int limit() {
        return switch (t.state) {
            case SYN_SENT -> t.settings.synRetries();
            case SYN_RECEIVED -> t.passive ? t.settings.synAckRetries() : t.settings.synRetries();
            default -> t.settings.retries();
        };
    }
}
