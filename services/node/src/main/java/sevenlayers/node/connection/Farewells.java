package sevenlayers.node.connection;

import java.net.SocketAddress;

/** Who wants to know that a connection goes, and why. Called on the connection's event loop: must not block. */
public interface Farewells {

    /** GOAWAY was sent on the connection between these ends. */
    void goAwaySent(SocketAddress local, SocketAddress remote, Ending.Reason reason);

    /** The connection between these ends is closed; what else is told of its end comes after this. */
    void closed(SocketAddress local, SocketAddress remote, Ending.Reason reason);
}
