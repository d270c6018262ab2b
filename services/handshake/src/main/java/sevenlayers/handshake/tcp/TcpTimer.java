package sevenlayers.handshake.tcp;

/** What a connection can wait for. */
public enum TcpTimer {
    /** RFC 6298 §5. */
    RETRANSMISSION("retransmission"),
    /** RFC 9293 §3.8.6.3. */
    DELAYED_ACK("delayed ack"),
    /** The other end's window is closed (RFC 9293 §3.8.6.1). */
    PERSIST("persist"),
    /** RFC 9293 §3.8.4. */
    KEEPALIVE("keepalive"),
    /** Two maximum segment lifetimes (RFC 9293 §3.4.3). */
    TIME_WAIT("time-wait"),
    /** RFC 9293 §3.8.3. */
    USER_TIMEOUT("user timeout"),
    /** RFC 8985 §7. */
    TAIL_LOSS_PROBE("tail loss probe"),
    /** RFC 8985 §6.3. */
    REORDERING("reordering"),
    /** The other end has not closed, and nobody here waits for it. */
    FIN_WAIT_2("fin-wait-2");

    private final String text;

    TcpTimer(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
