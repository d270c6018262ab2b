package sevenlayers.balancer.l7;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.transport.LocalFailure;
import sevenlayers.balancer.transport.Transport;

/**
 * One event loop's connections to one backend, and the requests that wait for room on them.
 *
 * <p>A request takes the first connection with a free stream. If there is none, it waits, and one more connection is opened, up
 * to a limit: RFC 9113 §5.1.2 lets the backend say how many streams a connection may carry.
 */
final class BackendPool {
    /** After a dial that failed while there are other connections. */
    private static final long REDIAL_MILLIS = 1_000;

    private final Backend backend;
    private final Transport transport;
    private final EventLoop loop;
    private final Limits limits;
    private final @Nullable InetSocketAddress dialFrom;
    private final Housekeeping housekeeping;
    private final List<BackendConnection> connections = new ArrayList<>();
    private final SequencedSet<Exchange> waiting = new LinkedHashSet<>();
    private Set<Exchange> stranded = Set.of();
    private boolean dialling;
    private boolean pausing;
    private boolean retired;

    BackendPool(
            Backend backend,
            Transport transport,
            EventLoop loop,
            Limits limits,
            @Nullable InetSocketAddress dialFrom,
            Housekeeping housekeeping) {
        this.housekeeping = housekeeping;
        this.backend = backend;
        this.transport = transport;
        this.loop = loop;
        this.limits = limits;
        this.dialFrom = dialFrom;
    }

    Backend backend() {
        return backend;
    }

    /** Calls {@link Exchange#send} when there is room, {@link Exchange#notReached} if there will be none. */
    void enter(Exchange exchange) {
        BackendConnection free = waiting.isEmpty() ? firstWithRoom() : null;
        if (free != null) {
            exchange.send(free);
        } else if (waiting.size() >= limits.toBackend().waiting()) {
            exchange.notReached(
                    backend, "has " + waiting.size() + " requests waiting for a free stream already", false);
        } else {
            exchange.waitIn(this);
            waiting.add(exchange);
            dialIfNeeded();
        }
    }

    /** The request no longer waits. */
    void forget(Exchange exchange) {
        waiting.remove(exchange);
    }

    /** No new requests from now on: those that wait choose again, those under way finish. */
    void retire() {
        retired = true;
        List.copyOf(connections).forEach(BackendConnection::leave);
        releaseAll().forEach(exchange -> exchange.chooseAgain(backend + " is no longer listed"));
    }

    // ---- What connections report

    /** The backend's SETTINGS are here, or a stream has ended: there may be room. */
    void roomOn(BackendConnection connection) {
        while (!waiting.isEmpty() && connection.hasRoom()) {
            waiting.removeFirst().send(connection);
        }
        dialIfNeeded();
    }

    /** The connection takes no more requests. */
    void leaving(BackendConnection connection) {
        connections.remove(connection);
        dialIfNeeded();
    }

    private @Nullable BackendConnection firstWithRoom() {
        for (BackendConnection connection : connections) {
            if (connection.hasRoom()) {
                return connection;
            }
        }
        return null;
    }

    private void dialIfNeeded() {
        if (!waiting.isEmpty()
                && !dialling
                && (!pausing || connections.isEmpty())
                && connections.size() < limits.toBackend().connections()) {
            dial();
        }
    }

    private void dial() {
        dialling = true;
        BackendConnection connection = new BackendConnection(limits, housekeeping, backend, this);
        transport
                .client(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.toBackend().readyWithin().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(backend.address(), dialFrom)
                .addListener((ChannelFuture dialled) -> {
                    if (dialled.isSuccess()) {
                        connection.awaitSettings();
                    } else if (LocalFailure.is(dialled.cause())) {
                        noConnection("could not be dialled: " + dialled.cause().getMessage(), false);
                    } else {
                        unusable("could not be reached");
                    }
                });
    }

    /** The connection that was being opened can be used. */
    void ready(BackendConnection connection) {
        dialling = false;
        stranded = Set.of();
        connections.add(connection);
        if (retired) {
            connection.leave();
        }
        roomOn(connection);
    }

    /** The connection that was being opened cannot. */
    void unusable(String why) {
        backend.fail();
        noConnection(why, true);
    }

    private void noConnection(String why, boolean itsFault) {
        dialling = false;
        List<Exchange> released;
        if (connections.isEmpty()) {
            stranded = Set.of();
            released = releaseAll();
        } else {
            // Those that wait may still get a stream of another connection, but who has waited through two dials goes.
            released = waiting.stream().filter(stranded::contains).toList();
            released.forEach(waiting::remove);
            stranded = Set.copyOf(waiting);
            dialAgainLater();
        }
        released.forEach(exchange -> exchange.notReached(backend, why, itsFault));
    }

    private void dialAgainLater() {
        pausing = true;
        loop.schedule(
                () -> {
                    pausing = false;
                    dialIfNeeded();
                },
                REDIAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private List<Exchange> releaseAll() {
        List<Exchange> released = List.copyOf(waiting);
        waiting.clear();
        return released;
    }
}
