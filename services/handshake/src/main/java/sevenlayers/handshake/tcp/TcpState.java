package sevenlayers.handshake.tcp;

/** The states of RFC 9293 §3.3.2, and by which way each is left. */
public enum TcpState {
    /** No connection. Active open: SYN-SENT; passive open: LISTEN. */
    CLOSED("CLOSED", 7),
    /** Waits for any SYN. Receives one: SYN-RECEIVED; is told to connect: SYN-SENT; close: CLOSED. */
    LISTEN("LISTEN", 10),
    /** Has sent a SYN. Receives SYN and ACK: ESTABLISHED; a SYN alone: SYN-RECEIVED; RST or close: CLOSED. */
    SYN_SENT("SYN-SENT", 2),
    /** Has received and sent a SYN. Its own is acknowledged: ESTABLISHED; close: FIN-WAIT-1; RST: LISTEN after a passive open, else CLOSED. */
    SYN_RECEIVED("SYN-RECEIVED", 3),
    /** Data flows. Close: FIN-WAIT-1; receives a FIN: CLOSE-WAIT. */
    ESTABLISHED("ESTABLISHED", 1),
    /** Has closed. Its FIN is acknowledged: FIN-WAIT-2; receives a FIN: CLOSING; both in one segment: TIME-WAIT. */
    FIN_WAIT_1("FIN-WAIT-1", 4),
    /** Its FIN is acknowledged; the other end may still send. Receives a FIN: TIME-WAIT. */
    FIN_WAIT_2("FIN-WAIT-2", 5),
    /** The other end has closed; this one may still send. Close: LAST-ACK. */
    CLOSE_WAIT("CLOSE-WAIT", 8),
    /** Both have closed at once. Its FIN is acknowledged: TIME-WAIT. */
    CLOSING("CLOSING", 11),
    /** Has closed after the other end. Its FIN is acknowledged: CLOSED. */
    LAST_ACK("LAST-ACK", 9),
    /** Waits two maximum segment lifetimes, then CLOSED. */
    TIME_WAIT("TIME-WAIT", 6);

    private final String text;
    private final int number;

    TcpState(String text, int number) {
        this.text = text;
        this.number = number;
    }

    /** As the RFC writes it. */
    public String text() {
        return text;
    }

    /** {@code tcpi_state}: Linux's number for it. */
    public int number() {
        return number;
    }

    /** Whether both SYNs are acknowledged (RFC 9293 §3.5.2: the synchronized states). */
    public boolean isSynchronized() {
        return ordinal() >= ESTABLISHED.ordinal();
    }

    /** Whether the program may still hand over data (or what it hands over is queued until the handshake is over). */
    public boolean maySend() {
        return this == SYN_SENT || this == SYN_RECEIVED || this == ESTABLISHED || this == CLOSE_WAIT;
    }

    /** Whether data may still arrive. */
    public boolean mayReceive() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }
}
