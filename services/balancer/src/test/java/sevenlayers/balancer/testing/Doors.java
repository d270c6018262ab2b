package sevenlayers.balancer.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.decision.Decision;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.l4.L4Listener;
import sevenlayers.balancer.l4.ProxyProtocol;
import sevenlayers.balancer.l7.L7Listener;
import sevenlayers.balancer.l7.Limits;
import sevenlayers.balancer.l7.Tls;
import sevenlayers.balancer.policy.RoundRobin;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.transport.Transport;

/** Both doors of a balancer called {@code balancer-1}, open on free ports of the loopback address. */
public final class Doors implements AutoCloseable {
    public final Transport l4Sockets = Transport.nio("l4", 2);
    public final Transport l7Sockets = Transport.epollOrNio("l7", 2);
    public final Registry l4Backends = new Registry();
    public final Registry l7Backends = new Registry();
    public final Routing l4Routing = new Routing(l4Backends, new RoundRobin());
    public final Routing l7Routing = new Routing(l7Backends, new RoundRobin());
    public final DecisionLog decisions = new DecisionLog(InstantSource.system());
    public final L4Listener l4;
    public final L7Listener l7;

    public Doors() {
        this(Limits.DEFAULT);
    }

    public Doors(Limits limits) {
        this(limits, sevenlayers.balancer.l4.Limits.DEFAULT, ProxyProtocol.OFF);
    }

    /** A door of L4 with these limits and this use of the PROXY protocol. */
    public Doors(sevenlayers.balancer.l4.Limits limits, ProxyProtocol proxyProtocol) {
        this(Limits.DEFAULT, limits, proxyProtocol);
    }

    /** A door of L7 that speaks TLS, too. */
    public Doors(Tls tls) {
        this(Limits.DEFAULT, tls);
    }

    /** A door of L7 with these limits that speaks TLS, too. */
    public Doors(Limits limits, Tls tls) {
        this(limits, sevenlayers.balancer.l4.Limits.DEFAULT, ProxyProtocol.OFF, tls);
    }

    private Doors(Limits limits, sevenlayers.balancer.l4.Limits l4Limits, ProxyProtocol proxyProtocol) {
        this(limits, l4Limits, proxyProtocol, null);
    }

    private Doors(
            Limits limits, sevenlayers.balancer.l4.Limits l4Limits, ProxyProtocol proxyProtocol, @Nullable Tls tls) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            l4 = L4Listener.bind(
                    any, new L4Listener.Plan(l4Sockets, l4Routing, decisions, null, l4Limits, proxyProtocol));
            l7 = L7Listener.bind(
                    any, new L7Listener.Plan("balancer-1", l7Sockets, l7Routing, decisions, null, limits, tls));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lists these backends on both doors. */
    public Doors to(InetSocketAddress... backends) {
        l4Backends.replace(List.of(backends));
        l7Backends.replace(List.of(backends));
        return this;
    }

    /** All decisions so far, oldest first. */
    public List<Decision> decided() {
        DecisionLog.Reader reader = decisions.reader(DecisionLog.CAPACITY, EnumSet.allOf(Layer.class));
        return Stream.generate(reader::next)
                .takeWhile(Objects::nonNull)
                .map(DecisionLog.Read::decision)
                .toList();
    }

    @Override
    public void close() {
        l4.close();
        l7.close();
        l4Sockets.close();
        l7Sockets.close();
    }
}
