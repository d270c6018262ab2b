package sevenlayers.handshake.tcp;

/** What the program is told (RFC 9293 §3.9.1). */
public enum TcpNotification {
    CONNECTED,
    /** There is something to read. */
    READABLE,
    /** There is room again in a send buffer that was full. */
    WRITABLE,
    /** All that was written has been acknowledged. */
    ALL_ACKNOWLEDGED,
    /** The end of the other's data. */
    END_OF_STREAM,
    URGENT,
    /** "Connection reset". */
    RESET,
    /** "Connection refused". */
    REFUSED,
    /** "Connection aborted due to user timeout", or sent again too often. */
    TIMED_OUT,
    /** ICMP says that there is no way. */
    UNREACHABLE,
    /** Nothing of the connection is left. */
    CLOSED
}
