package sevenlayers.node.connection;

import java.net.SocketAddress;

/** Who wants to know what becomes of the connections. Called on each connection's event loop, in order: must not block. */
public interface Lives {

    /** A connection between these ends was accepted; nothing has been said on it yet. */
    void accepted(SocketAddress local, SocketAddress remote);

    /** GOAWAY was sent on it. */
    void goAwaySent(SocketAddress local, SocketAddress remote, Ending.Reason reason);

    /** It is closed. */
    void closed(SocketAddress local, SocketAddress remote, Ending.Reason reason);
}
