package sevenlayers.handshake.tcp;

/** The eleven states (RFC 9293 §3.3.2). */
public enum TcpState {
    /** No connection. In: from every state. Out: LISTEN by a passive open, SYN_SENT by an active one. */
    CLOSED,
    /** Waits for any SYN. Out: SYN_RECEIVED by a SYN. */
    LISTEN,
    /** Has sent a SYN. Out: ESTABLISHED by a SYN with the right ACK, SYN_RECEIVED by a SYN without (simultaneous open). */
    SYN_SENT,
    /** Has seen and sent a SYN. Out: ESTABLISHED by the ACK of it, FIN_WAIT_1 by a close, LISTEN by a reset after a passive open. */
    SYN_RECEIVED,
    /** Data flows. Out: FIN_WAIT_1 by a close, CLOSE_WAIT by a FIN. */
    ESTABLISHED,
    /** Has closed first. Out: FIN_WAIT_2 by the ACK of its FIN, CLOSING by a FIN, TIME_WAIT by both in one segment. */
    FIN_WAIT_1,
    /** Its FIN is acknowledged; the other end may still send. Out: TIME_WAIT by its FIN. */
    FIN_WAIT_2,
    /** The other end has closed first; this one may still send. Out: LAST_ACK by a close. */
    CLOSE_WAIT,
    /** Both FINs have crossed. Out: TIME_WAIT by the ACK of its own. */
    CLOSING,
    /** Has closed second. Out: CLOSED by the ACK of its FIN. */
    LAST_ACK,
    /** Waits two maximum segment lifetimes. Out: CLOSED when they are over. */
    TIME_WAIT;

    /** Whether both ends have seen the other's SYN: the synchronized states of RFC 9293 §3.5.1. */
    public boolean isSynchronized() {
        return compareTo(ESTABLISHED) >= 0;
    }

    /** Whether the program may still give data to send. */
    public boolean maySend() {
        return this == ESTABLISHED || this == CLOSE_WAIT;
    }

    /** Whether data that arrives is still of use. */
    boolean mayReceive() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }

    /** Whether what was given may still have to be sent, or sent again. */
    boolean transmits() {
        return switch (this) {
            case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_1, CLOSING, LAST_ACK -> true;
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, FIN_WAIT_2, TIME_WAIT -> false;
        };
    }
}
