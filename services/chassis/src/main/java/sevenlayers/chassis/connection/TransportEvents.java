package sevenlayers.chassis.connection;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Feeds a {@link ConnectionTable} from a grpc-java server's transports. */
public final class TransportEvents extends ServerTransportFilter {
    private final ConnectionTable table;

    public TransportEvents(ConnectionTable table) {
        this.table = table;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        SocketAddress local = transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
        SocketAddress remote = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        // A server that sees the accept itself has written it down already.
        AcceptedConnection connection = table.between(local, remote).orElseGet(() -> table.opened(local, remote));
        return transport.toBuilder().set(ConnectionTable.ENTRY, connection).build();
    }

    @Override
    public void transportTerminated(@Nullable Attributes transport) {
        // grpc-java has no attributes to give for a peer that never spoke
        // HTTP/2: a port scan, a probe that only connects.
        AcceptedConnection connection = transport == null ? null : transport.get(ConnectionTable.ENTRY);
        if (connection != null) {
            connection.closed();
        }
    }
}
