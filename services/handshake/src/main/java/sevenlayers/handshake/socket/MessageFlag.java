package sevenlayers.handshake.socket;

/** Flags of {@code send} and {@code recv}. */
public enum MessageFlag {
    MSG_OOB,
    MSG_PEEK,
    MSG_WAITALL,
    MSG_DONTWAIT,
    MSG_TRUNC,
    MSG_MORE,
    MSG_NOSIGNAL,
    MSG_EOR
}
