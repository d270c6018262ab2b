package sevenlayers.balancer.proxyprotocol;

import java.net.InetSocketAddress;

/** The two ends of the connection that the proxy took over. */
public sealed interface Endpoints {
    /** What runs between the two ends. */
    enum Protocol {
        /** TCP, or a stream socket. */
        STREAM,
        /** UDP, or a datagram socket. */
        DATAGRAM
    }

    /** Neither is known: use those of the connection itself. */
    record Unknown() implements Endpoints {}

    /** IPv4 or IPv6, both resolved. */
    record Inet(InetSocketAddress source, InetSocketAddress destination, Protocol protocol) implements Endpoints {
        /** Checks that both are IP addresses. */
        public Inet {
            if (source.isUnresolved() || destination.isUnresolved()) {
                throw new IllegalArgumentException("not IP addresses: " + source + ", " + destination);
            }
        }
    }

    /** Paths of UNIX sockets, at most 108 bytes each; an abstract one begins with a zero byte. */
    record Unix(String source, String destination, Protocol protocol) implements Endpoints {}
}
