package sevenlayers.balancer;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.Discovery;
import sevenlayers.balancer.backend.LookUp;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.l4.L4Listener;
import sevenlayers.balancer.l7.L7Listener;
import sevenlayers.balancer.l7.Limits;
import sevenlayers.balancer.policy.RoundRobin;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.transport.Transport;
import sevenlayers.chassis.drain.Drainable;

/** Both listeners, the event loops under them, and the discovery behind them. */
final class Doors implements Drainable, AutoCloseable {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final Transport l4Sockets = Transport.nio("balancer-l4", THREADS);
    private final Transport l7Sockets = Transport.epollOrNio("balancer-l7", THREADS);
    private final DecisionLog decisions = new DecisionLog(InstantSource.system());
    private final Registry l4Backends = new Registry();
    private final Registry l7Backends = new Registry();
    private final Routing l4Routing = new Routing(l4Backends, new RoundRobin());
    private final Routing l7Routing = new Routing(l7Backends, new RoundRobin());
    private final PodNames pods;
    private final Discovery discovery;
    private final L4Listener l4;
    private final L7Listener l7;

    /**
     * Opens both doors once the backends have been looked up for the first time.
     *
     * @param name the balancer's name, with which its own errors begin
     * @param cluster is asked where the backends are a Service's endpoints
     * @param pods knows whose the backends are
     * @throws IOException a port cannot be listened on; the message says which
     */
    Doors(String name, BalancerSettings settings, LookUp names, Cluster cluster, PodNames pods) throws IOException {
        this.pods = pods;
        discovery = new Discovery(
                settings.backends(),
                names,
                cluster,
                pods,
                BalancerSettings.LOOKUP_INTERVAL,
                List.of(l4Backends, l7Backends));
        pods.follow(l4Backends);
        pods.follow(l7Backends);
        discovery.start();
        try {
            l4 = open(
                    "LAB_L4_PORT",
                    settings.listenAt(settings.l4Port()),
                    at -> L4Listener.bind(
                            at,
                            new L4Listener.Plan(
                                    l4Sockets,
                                    l4Routing,
                                    decisions,
                                    settings.dialFrom(),
                                    settings.l4().limits(),
                                    settings.l4().proxyProtocol())));
            l7 = open(
                    "LAB_L7_PORT",
                    settings.listenAt(settings.l7Port()),
                    at -> L7Listener.bind(
                            at,
                            new L7Listener.Plan(
                                    name,
                                    l7Sockets,
                                    l7Routing,
                                    decisions,
                                    settings.dialFrom(),
                                    Limits.DEFAULT,
                                    settings.tls().orElse(null))));
        } catch (IOException e) {
            discovery.close();
            l4Sockets.close();
            l7Sockets.close();
            throw e;
        }
    }

    /** L4 first. */
    List<Door> doors() {
        return List.of(
                new Door(Layer.L4, l4.address(), l4Backends, l4Routing, l4::clientConnections, l4::refusedConnections),
                new Door(Layer.L7, l7.address(), l7Backends, l7Routing, l7::clientConnections, l7::refusedConnections));
    }

    /** Runs {@code found} once there is a backend; at once if there is one already. */
    void onFirstBackend(Runnable found) {
        l7Backends.onFirst(found);
    }

    DecisionLog decisions() {
        return decisions;
    }

    Discovery discovery() {
        return discovery;
    }

    PodNames pods() {
        return pods;
    }

    /** L7: GOAWAY. L4 has no words for it: it only takes no new connections. */
    @Override
    public void goAway() {
        l4.stopAccepting();
        l7.drain();
    }

    @Override
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean idle = true;
        for (Future<?> closed : List.of(l7.closed(), l4.closed())) {
            idle &= closed.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return idle;
    }

    @Override
    public void close() {
        discovery.close();
        l4.close();
        l7.close();
        l4Sockets.close();
        l7Sockets.close();
    }

    /** Opens a listener. */
    @FunctionalInterface
    private interface Opening<T> {
        T at(InetSocketAddress address) throws Exception;
    }

    // Netty's futures throw the checked cause as it is.
    private static <T> T open(String variable, InetSocketAddress address, Opening<T> opening) throws IOException {
        try {
            return opening.at(address);
        } catch (Exception e) {
            throw new IOException(
                    "Cannot listen on " + address + ": " + e.getMessage() + ". Free that port, or set " + variable
                            + ".",
                    e);
        }
    }
}
