package sevenlayers.node;

import java.net.SocketAddress;
import sevenlayers.chassis.connection.ConnectionListener;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.node.connection.Cause;
import sevenlayers.node.connection.Ending;
import sevenlayers.node.connection.Lives;

/**
 * Writes to the chassis's table of connections when they come and why they go. grpc-java tells of a transport only once its peer has
 * spoken HTTP/2, and of its end without the reason.
 */
final class ConnectionReports implements Lives {

    private final ConnectionTable connections;

    ConnectionReports(ConnectionTable connections) {
        this.connections = connections;
    }

    @Override
    public void accepted(SocketAddress local, SocketAddress remote) {
        connections.opened(local, remote);
    }

    @Override
    public void goAwaySent(SocketAddress local, SocketAddress remote, Ending.Reason reason) {
        connections
                .between(local, remote)
                .ifPresent(connection -> connection.goaway(cause(reason.cause()), reason.detail()));
    }

    @Override
    public void closed(SocketAddress local, SocketAddress remote, Ending.Reason reason) {
        connections.between(local, remote).ifPresent(connection -> {
            connection.closing(cause(reason.cause()), reason.detail());
            connection.closed();
        });
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
