package sevenlayers.handshake.tcp;

/** What a program is told. */
public enum TcpNotification {
    /** The handshake is over. */
    CONNECTED,
    /** There is more to read than before. */
    READABLE,
    /** There is room in the send buffer again: at least a third of it. */
    WRITABLE,
    /** All that was handed over has been acknowledged. */
    ALL_ACKNOWLEDGED,
    /** Urgent data is ahead (RFC 9293 §3.8.5, MUST-32). */
    URGENT,
    /** The other end has closed its direction: after what is there to read the stream ends. */
    PEER_CLOSED,
    /** The other end refuses the connection. */
    REFUSED,
    /** The other end has reset the connection. */
    RESET,
    /** Nothing was heard for too long; the connection is given up. */
    TIMED_OUT,
    /** Nothing was heard for R1 transmissions (RFC 9293 §3.8.3, MUST-20): the connection may be in trouble. */
    NEGATIVE_ADVICE,
    /** An ICMP message said that there is no way, and the connection ended with it. */
    UNREACHABLE,
    /** The connection exists no more; always the last. */
    CLOSED
}
