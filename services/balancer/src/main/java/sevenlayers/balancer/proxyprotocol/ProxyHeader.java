package sevenlayers.balancer.proxyprotocol;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What a PROXY header says.
 *
 * @param command whose connection this is
 * @param endpoints of the connection that the proxy took over
 * @param tlvs in the order of the header; none in version 1
 */
public record ProxyHeader(Command command, Endpoints endpoints, List<Tlv> tlvs) {
    /** Whose connection it is. */
    public enum Command {
        /** The proxy's own, as for a health check: the endpoints mean nothing. */
        LOCAL,
        /** Somebody else's, whom the endpoints name. */
        PROXY
    }

    /** Keeps its own copy of the list. */
    public ProxyHeader {
        tlvs = List.copyOf(tlvs);
    }

    /** For a TCP connection from one address to another. */
    public static ProxyHeader of(InetSocketAddress source, InetSocketAddress destination) {
        return new ProxyHeader(
                Command.PROXY, new Endpoints.Inet(source, destination, Endpoints.Protocol.STREAM), List.of());
    }

    /** Where the IP connection came from and where it went to; empty if the connection's own ends are to be used. */
    public Optional<Endpoints.Inet> proxied() {
        return command == Command.PROXY && endpoints instanceof Endpoints.Inet inet
                ? Optional.of(inet)
                : Optional.empty();
    }

    /**
     * Reads a header of either version, and moves the buffer's position behind it.
     *
     * @return empty if it may become one when more bytes have come; the position stays
     * @throws MalformedHeader it never will
     */
    public static Optional<ProxyHeader> parse(ByteBuffer in) throws MalformedHeader {
        if (!in.hasRemaining()) {
            return Optional.empty();
        }
        return switch (in.get(in.position())) {
            case 'P' -> Version1.parse(in);
            case '\r' -> Version2.parse(in);
            // Spec §2: a receiver must not guess whether a header comes.
            default -> throw new MalformedHeader("the connection does not begin with a PROXY header");
        };
    }

    /** The first address for the other's family: Spec §2.2 has one family for both. */
    static byte[] bytes(InetSocketAddress address, boolean six) {
        byte[] bytes = address.getAddress().getAddress();
        if (!six || bytes.length == 16) {
            return bytes;
        }
        // RFC 4291 §2.5.5.2: an IPv4-mapped address.
        return ByteBuffer.allocate(16)
                .putShort(10, (short) 0xffff)
                .put(12, bytes)
                .array();
    }

    static boolean isSix(Endpoints.Inet inet) {
        return inet.source().getAddress().getAddress().length == 16
                || inet.destination().getAddress().getAddress().length == 16;
    }
}
