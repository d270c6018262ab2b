package sevenlayers.dns.resolve;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** A client that sent a message and keeps what comes back. */
record Asking(Bytes message, Protocol protocol, List<Bytes> replies) implements Inbound {
    Asking(Bytes message, Protocol protocol) {
        this(message, protocol, new ArrayList<>());
    }

    @Override
    public InetSocketAddress from() {
        return new InetSocketAddress("127.0.0.1", 40_000);
    }

    @Override
    public InetSocketAddress to() {
        return new InetSocketAddress("127.0.0.1", 5300);
    }

    @Override
    public void reply(Bytes reply) {
        replies.add(reply);
    }

    @Override
    public void close() {}
}
