package sevenlayers.balancer;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.Discovery;
import sevenlayers.balancer.backend.LookUp;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.Source;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.health.Health;
import sevenlayers.balancer.health.HealthLog;
import sevenlayers.balancer.health.NettyProber;
import sevenlayers.balancer.health.SystemTimers;
import sevenlayers.balancer.l4.L4Listener;
import sevenlayers.balancer.l7.L7Listener;
import sevenlayers.balancer.l7.Limits;
import sevenlayers.balancer.transport.Transport;
import sevenlayers.chassis.drain.Drainable;

/** Both listeners, the event loops under them, and the discovery behind them. */
final class Doors implements Drainable, AutoCloseable {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final Transport l4Sockets = Transport.nio("balancer-l4", THREADS);
    private final Transport l7Sockets = Transport.epollOrNio("balancer-l7", THREADS);
    private final DecisionLog decisions = new DecisionLog(InstantSource.system());
    private final HealthLog health = new HealthLog(InstantSource.system());
    private final SystemTimers timers = new SystemTimers();
    private final OwnDoors own = new OwnDoors();
    private final PodNames pods;
    private final DoorControl l4Control;
    private final DoorControl l7Control;
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
        own.add(settings.listenAt(settings.l4Port())); // backends are looked up before the doors are open
        own.add(settings.listenAt(settings.l7Port()));
        BiFunction<Source, Registry, Discovery> discoveries = (source, registry) ->
                new Discovery(source, names, cluster, pods, own, BalancerSettings.LOOKUP_INTERVAL, List.of(registry));
        Setup starting = Setup.starting(settings.policy(), settings.backends());
        l4Control = new DoorControl(Layer.L4, starting, checked(l4Sockets, settings), discoveries);
        l7Control = new DoorControl(Layer.L7, starting, checked(l7Sockets, settings), discoveries);
        for (DoorControl control : controls()) {
            control.registry().onTransition(transition -> health.record(control.layer(), transition));
            pods.follow(control.registry());
            control.start();
        }
        try {
            l4 = open(
                    "LAB_L4_PORT",
                    settings.listenAt(settings.l4Port()),
                    at -> L4Listener.bind(
                            at,
                            new L4Listener.Plan(
                                    l4Sockets,
                                    l4Control.routing(),
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
                                    l7Control.routing(),
                                    decisions,
                                    settings.dialFrom(),
                                    Limits.DEFAULT,
                                    settings.tls().orElse(null))));
        } catch (IOException e) {
            controls().forEach(DoorControl::close);
            timers.close();
            l4Sockets.close();
            l7Sockets.close();
            throw e;
        }
        own.add(l4.address()); // port 0 has become another
        own.add(l7.address());
    }

    private Function<Registry, Health> checked(Transport sockets, BalancerSettings settings) {
        NettyProber prober = new NettyProber(sockets, settings.dialFrom());
        return registry -> new Health(
                registry, timers, prober, () -> ThreadLocalRandom.current().nextInt(100));
    }

    /** L4 first. */
    List<DoorControl> controls() {
        return List.of(l4Control, l7Control);
    }

    /** L4 first. */
    List<Door> doors() {
        return List.of(
                new Door(l4Control, l4.address(), l4::clientConnections, l4::refusedConnections),
                new Door(l7Control, l7.address(), l7::clientConnections, l7::refusedConnections));
    }

    /** Runs {@code found} once there is a backend; at once if there is one already. */
    void onFirstBackend(Runnable found) {
        l7Control.registry().onFirst(found);
    }

    /** Addresses that can be nobody's backend. */
    Predicate<InetSocketAddress> own() {
        return own;
    }

    DecisionLog decisions() {
        return decisions;
    }

    HealthLog health() {
        return health;
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
        controls().forEach(DoorControl::close);
        timers.close();
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
