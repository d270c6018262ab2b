package sevenlayers.handshake.tcp;

/**
 * What tells a connection from every other, and what its host chooses for it.
 *
 * @param initialSequenceNumber the ISS: the number that its SYN takes (RFC 6528: chosen by the host)
 * @param timestampOffset added to the milliseconds that its timestamps count (RFC 7323 §5.4, §7.1)
 * @param mtu the largest IP packet that its link takes
 */
public record TcpIdentity(int localPort, int remotePort, int initialSequenceNumber, int timestampOffset, int mtu) {}
