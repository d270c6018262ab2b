package sevenlayers.chassis.connection;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;

/** Feeds a {@link ConnectionTable} from a grpc-java server's transports. */
public final class TransportEvents extends ServerTransportFilter {
    private final ConnectionTable table;

    public TransportEvents(ConnectionTable table) {
        this.table = table;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
        AcceptedConnection connection = table.opened(
                transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR), transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        return transport.toBuilder().set(ConnectionTable.ENTRY, connection).build();
    }

    @Override
    public void transportTerminated(Attributes transport) {
        AcceptedConnection connection = transport.get(ConnectionTable.ENTRY);
        if (connection != null) {
            connection.closed();
        }
    }
}
