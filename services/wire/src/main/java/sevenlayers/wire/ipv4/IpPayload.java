package sevenlayers.wire.ipv4;

import java.nio.ByteBuffer;

/** What an IP packet carries: a segment, a datagram, a message, or bytes that nobody has looked at. */
public interface IpPayload {
    /** The number that stands in IP's header for it. */
    int protocol();

    /** How many bytes it takes, its header included. */
    int length();

    /** Writes it, with its checksum, which for TCP and UDP covers both addresses. The buffer must have an array. */
    void emit(ByteBuffer out, int source, int destination);
}
