package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;

/** How long data may stay unacknowledged before the connection is given up (RFC 9293 §3.9.1.1; RFC 5482 without its option). */
final class UserTimeout {
    private final Tcb t;
    private long nanos;

    UserTimeout(Tcb t) {
        this.t = t;
        nanos = t.settings.userTimeoutNanos();
    }

    void set(long limit) {
        nanos = limit;
        t.timers.cancel(TcpTimer.USER_TIMEOUT, Rule.USER_TIMEOUT);
        if (!t.sender.sent.isEmpty()) {
            sent();
        }
    }

    /** Something was sent: from now on, unless it runs already. */
    void sent() {
        if (nanos > 0 && !t.timers.isRunning(TcpTimer.USER_TIMEOUT)) {
            t.timers.arm(TcpTimer.USER_TIMEOUT, t.now + nanos, Rule.USER_TIMEOUT);
        }
    }

    void progressed() {
        if (nanos > 0) {
            t.timers.cancel(TcpTimer.USER_TIMEOUT, Rule.ACKNOWLEDGED);
            if (!t.sender.sent.isEmpty()) {
                sent();
            }
        }
    }

    void fired() {
        // §3.10.8: all queues are flushed, the program is told, the connection is deleted.
        t.closing.fail(TcpNotification.TIMED_OUT, Rule.USER_TIMEOUT);
    }
}
