package sevenlayers.labs.world.relay;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import sevenlayers.labs.world.ServicePlan;

/** A port on 127.0.0.1 that leads to pods. */
public sealed interface Door extends AutoCloseable permits Relay, UdpRelay {

    /**
     * Opens another port of a service: TCP, and UDP where it has that.
     *
     * @param port on 127.0.0.1
     * @param what whose it is, for the sentence when it is taken
     * @param targets where connections and datagrams may go
     * @throws sevenlayers.labs.world.WorldException the port is taken
     */
    static List<Door> open(int port, String what, ServicePlan.Extra extra, Supplier<List<InetSocketAddress>> targets) {
        Relay tcp = Relay.open(port, what, targets);
        if (!extra.datagrams()) {
            return List.of(tcp);
        }
        try {
            return List.of(tcp, UdpRelay.open(port, what, targets));
        } catch (RuntimeException e) {
            tcp.close();
            throw e;
        }
    }

    @Override
    void close();
}
