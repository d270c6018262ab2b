package sevenlayers.chassis.unified;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import sevenlayers.chassis.connection.AcceptedConnection;
import sevenlayers.chassis.connection.ConnectionListener.Cause;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.drain.Drain;
import sevenlayers.chassis.drain.Drainable;

/** The connections of the unified server: enters them in the table, and tells them to go away when the pod drains. */
@Singleton
class UnifiedConnections implements Drainable {
    private static final AttributeKey<Http2Farewell> FAREWELL = AttributeKey.valueOf("sevenlayers.farewell");

    /** How often to look whether everything has ended. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final ConnectionTable table;
    private final Config config;
    private final UnifiedHealth health;
    private final Set<Http2Farewell> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    UnifiedConnections(ConnectionTable table, Config config, @GrpcService UnifiedHealth health) {
        this.table = table;
        this.config = config;
        this.health = health;
    }

    /** Before any bean is made: a gRPC service, and with it what it injects, is made before {@link StartupEvent}, and may open a socket. */
    static void load(@Observes @Initialized(ApplicationScoped.class) Object event) {
        AcceptedChannels.load();
    }

    void start(@Observes @Priority(1) StartupEvent event, Drain drain) {
        AcceptedChannels.tell(this);
        drain.add(this);
    }

    /** First of all filters. A connection that Netty did not announce is entered with its first request. */
    void filter(@Observes Filters filters) {
        filters.register(this::request, Integer.MAX_VALUE);
    }

    /** Netty accepted a connection, for this server or another one of the process. */
    void accepted(Channel channel) {
        if (channel.localAddress() instanceof InetSocketAddress local && local.getPort() == port()) {
            farewell(channel);
        }
    }

    /** Accepts no more: a peer that is told to go away would come back here at once, again and again. */
    @Override
    public void goAway() {
        leaving = true;
        open.forEach(Http2Farewell::closeListener);
        open.forEach(Http2Farewell::say);
        health.end();
    }

    @Override
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!open.stream().allMatch(Http2Farewell::done)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }

    private void request(RoutingContext request) {
        if (request.request().connection() instanceof ConnectionBase connection) {
            Http2Farewell farewell = farewell(connection.channel());
            if (leaving) {
                farewell.say();
            }
        }
        request.next();
    }

    /** A channel's own, made when it is first seen. */
    private Http2Farewell farewell(Channel channel) {
        Http2Farewell known = channel.attr(FAREWELL).get();
        if (known != null) {
            return known;
        }
        AcceptedConnection connection = table.opened(channel.localAddress(), channel.remoteAddress());
        Http2Farewell farewell =
                new Http2Farewell(channel, () -> connection.goaway(Cause.DRAIN, "the pod is shutting down"));
        channel.attr(FAREWELL).set(farewell);
        open.add(farewell);
        channel.closeFuture().addListener(_ -> {
            open.remove(farewell);
            connection.closed();
        });
        return farewell;
    }

    private int port() {
        return config.getValue("quarkus.http.port", Integer.class);
    }
}
