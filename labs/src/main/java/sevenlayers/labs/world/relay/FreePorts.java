package sevenlayers.labs.world.relay;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.WorldException;

/** Whether the front doors can be opened: found out before minutes of building, not after. */
public final class FreePorts {

    private FreePorts() {}

    /**
     * Looks at the front doors of all services.
     *
     * @throws WorldException one is taken; it says by whom
     */
    public static void require(Layout layout) {
        for (ServicePlan service : layout.services()) {
            require(layout.door(service), "the front door of " + service.name());
            for (ServicePlan.Extra extra : service.extras()) {
                String what = "the front door of " + service.name() + "'s " + extra.what();
                require(layout.door(extra), what);
                if (extra.datagrams()) {
                    requireUdp(layout.door(extra), what + " for UDP");
                }
            }
        }
    }

    private static void requireUdp(int port, String what) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(Layout.HOST, port));
        } catch (SocketException e) {
            throw PortHolder.taken(Layout.HOST, port, what, e);
        }
    }

    private static void require(int port, String what) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a lab that was just taken down may still be in TIME-WAIT
            socket.bind(new InetSocketAddress(Layout.HOST, port));
        } catch (IOException e) {
            throw PortHolder.taken(Layout.HOST, port, what, e);
        }
    }
}
