package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;

/** The timers of a connection. Each runs once at most at any time. */
public enum TcpTimer {
    /** Sends the earliest segment that is not acknowledged again (RFC 6298 §5). */
    RETRANSMISSION("retransmission", Rule.RETRANSMISSION_TIMEOUT),
    /** Ends the wait of an acknowledgment for data to travel with (RFC 9293 §3.8.6.3). */
    DELAYED_ACK("delayed ack", Rule.DELAYED_ACK_OVER),
    /** Asks whether a window is still closed (RFC 9293 §3.8.6.1), and sends what was held back for too long (§3.8.6.2.1). */
    PERSIST("persist", Rule.ZERO_WINDOW),
    /** Asks whether the other end is still there (RFC 9293 §3.8.4). */
    KEEPALIVE("keepalive", Rule.KEEPALIVE),
    /** Two maximum segment lifetimes (RFC 9293 §3.4.3). */
    TIME_WAIT("time-wait", Rule.TIME_WAIT_OVER),
    /** How long data may be unacknowledged (RFC 9293 §3.8.3). */
    USER_TIMEOUT("user timeout", Rule.USER_TIMEOUT),
    /** Draws an ACK for the last segments of a flight (RFC 8985 §7). */
    TAIL_LOSS_PROBE("tail loss probe", Rule.TAIL_LOSS_PROBE),
    /** What may only be late is lost when it fires (RFC 8985 §6.2). */
    REORDERING("reordering", Rule.REORDERING_TIMER),
    /** The next segment's turn, where congestion control says a rate. */
    PACING("pacing", Rule.PACED),
    /** Nobody waits for the other end's FIN any more. */
    FIN_WAIT_2("fin-wait-2", Rule.FIN_WAIT_2_OVER);

    private final String text;
    private final Rule rule;

    TcpTimer(String text, Rule rule) {
        this.text = text;
        this.rule = rule;
    }

    /** Its name in events. */
    public String text() {
        return text;
    }

    /** What its firing means. */
    Rule rule() {
        return rule;
    }
}
