package sevenlayers.handshake.host;

import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.rule.Rule;

/** The program at one end of a connection. It may call the connection from here. */
public interface ConnectionUser {
    void notified(HostConnection connection, TcpNotification what, Rule why);
}
