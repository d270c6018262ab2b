package sevenlayers.node;

import java.net.SocketAddress;
import sevenlayers.chassis.connection.ConnectionListener;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.node.connection.Cause;
import sevenlayers.node.connection.Ending;
import sevenlayers.node.connection.Farewells;

/** Writes to the chassis's table of connections why they go: the table hears of a transport's end, not of its reason. */
final class ConnectionReports implements Farewells {

    private final ConnectionTable connections;

    ConnectionReports(ConnectionTable connections) {
        this.connections = connections;
    }

    @Override
    public void goAwaySent(SocketAddress local, SocketAddress remote, Ending.Reason reason) {
        connections
                .between(local, remote)
                .ifPresent(connection -> connection.goaway(cause(reason.cause()), reason.detail()));
    }

    @Override
    public void closed(SocketAddress local, SocketAddress remote, Ending.Reason reason) {
        connections
                .between(local, remote)
                .ifPresent(connection -> connection.closing(cause(reason.cause()), reason.detail()));
    }

    private static ConnectionListener.Cause cause(Cause cause) {
        return switch (cause) {
            case AGE -> ConnectionListener.Cause.AGE;
            case PEER -> ConnectionListener.Cause.PEER;
            case ERROR -> ConnectionListener.Cause.ERROR;
            case DRAIN -> ConnectionListener.Cause.DRAIN;
        };
    }
}
