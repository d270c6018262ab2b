package sevenlayers.dns.server;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** A message that came to a server, and all that goes back. */
public record Sent(Bytes message, InetSocketAddress from, Protocol protocol, List<Bytes> replies) implements Inbound {
    private static final int PORT = 4000;

    /** By somebody on this machine. */
    public Sent(Bytes message, Protocol protocol) {
        this(message, "127.0.0.1", protocol);
    }

    /** By somebody at an address. */
    public Sent(Bytes message, String from, Protocol protocol) {
        this(message, new InetSocketAddress(from, PORT), protocol, new ArrayList<>());
    }

    @Override
    public InetSocketAddress to() {
        return new InetSocketAddress("127.0.0.1", 53);
    }

    @Override
    public void reply(Bytes reply) {
        replies.add(reply);
    }

    @Override
    public void close() {}
}
