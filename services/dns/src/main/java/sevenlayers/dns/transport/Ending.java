package sevenlayers.dns.transport;

/** How an exchange ended. */
public enum Ending {
    /** A reply was accepted. */
    ACCEPTED,
    /** The patience is over. */
    TIMEOUT,
    /** The network said that nobody is there: an ICMP message, or a reset instead of a connection. */
    UNREACHABLE,
    /** The server closed the connection before a reply was accepted. */
    CLOSED,
    /** Whoever asked gave it up. */
    CANCELLED
}
