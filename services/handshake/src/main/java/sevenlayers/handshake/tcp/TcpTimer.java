package sevenlayers.handshake.tcp;

/** The timers of a connection. Each runs once at most at any time. */
public enum TcpTimer {
    /** Sends the earliest segment that is not acknowledged again (RFC 6298 §5). */
    RETRANSMISSION("retransmission"),
    /** Ends the wait of an acknowledgment for data to travel with (RFC 9293 §3.8.6.3). */
    DELAYED_ACK("delayed ack"),
    /** Asks whether a window is still closed (RFC 9293 §3.8.6.1), and sends what was held back for too long (§3.8.6.2.1). */
    PERSIST("persist"),
    /** Asks whether the other end is still there (RFC 9293 §3.8.4). */
    KEEPALIVE("keepalive"),
    /** Two maximum segment lifetimes (RFC 9293 §3.4.3). */
    TIME_WAIT("time-wait"),
    /** How long data may be unacknowledged (RFC 9293 §3.8.3). */
    USER_TIMEOUT("user timeout"),
    /** Draws an ACK for the last segments of a flight (RFC 8985 §7). */
    TAIL_LOSS_PROBE("tail loss probe"),
    /** What may only be late is lost when it fires (RFC 8985 §6.2). */
    REORDERING("reordering"),
    /** The next segment's turn, where congestion control says a rate. */
    PACING("pacing"),
    /** Nobody waits for the other end's FIN any more. */
    FIN_WAIT_2("fin-wait-2");

    private final String text;

    TcpTimer(String text) {
        this.text = text;
    }

    /** Its name in events. */
    public String text() {
        return text;
    }
}
