package sevenlayers.dns.transport;

/** What carries a message. */
public enum Protocol {
    /** One datagram each way; it may be lost, and anybody may send one that pretends to be the reply. */
    UDP,
    /** Each message after its length in two bytes (RFC 1035 §4.2.2), over a connection. */
    TCP
}
