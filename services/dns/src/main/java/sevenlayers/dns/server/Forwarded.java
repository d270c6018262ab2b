package sevenlayers.dns.server;

import java.net.InetSocketAddress;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** A message as another handler passes it on: what it says is the same, and what is sent back may not be. */
public abstract class Forwarded implements Inbound {
    /** As it came. */
    protected final Inbound inbound;

    protected Forwarded(Inbound inbound) {
        this.inbound = inbound;
    }

    @Override
    public Bytes message() {
        return inbound.message();
    }

    @Override
    public InetSocketAddress from() {
        return inbound.from();
    }

    @Override
    public InetSocketAddress to() {
        return inbound.to();
    }

    @Override
    public Protocol protocol() {
        return inbound.protocol();
    }

    @Override
    public void close() {
        inbound.close();
    }
}
