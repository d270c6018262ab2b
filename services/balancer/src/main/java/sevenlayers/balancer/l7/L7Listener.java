package sevenlayers.balancer.l7;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.transport.Transport;

/** The listening socket of the L7 door and the connections that came in by it. */
public final class L7Listener {
    /** Refused connections that are still being told so; beyond that they are closed without a word. */
    private static final int REFUSED_AT_A_TIME = 100;

    private final Plan plan;
    private final Held held;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Map<EventLoop, Router> routers = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger beingRefused = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final Channel server;
    private volatile boolean draining;

    /**
     * How the door works.
     *
     * @param name the balancer's name, with which its own errors begin
     * @param transport the event loops and what sockets they drive
     * @param routing the backends, and how one is chosen
     * @param decisions where each choice is noted
     * @param dialFrom the address that connections to backends come from; null: the system's choice
     * @param limits what a peer may have of us
     * @param tls what TLS is spoken with, on the same port; null: it is not
     */
    public record Plan(
            String name,
            Transport transport,
            Routing routing,
            DecisionLog decisions,
            @Nullable InetSocketAddress dialFrom,
            Limits limits,
            @Nullable Tls tls) {}

    private L7Listener(InetSocketAddress address, Plan plan) throws InterruptedException {
        this.plan = plan;
        held = new Held(plan.limits().heldBytes());
        server = plan.transport()
                .server()
                // A client that is cut off without a word is found out by the kernel, in hours.
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        accept(client);
                    }
                })
                .bind(address)
                .sync()
                .channel();
    }

    /**
     * Opens the door.
     *
     * @param address where to listen; port 0: any free one
     * @throws InterruptedException if the thread is interrupted while it waits for the port
     */
    public static L7Listener bind(InetSocketAddress address, Plan plan) throws InterruptedException {
        return new L7Listener(address, plan);
    }

    private void accept(SocketChannel client) {
        if (open.incrementAndGet() > plan.limits().clientConnections()) {
            open.decrementAndGet();
            refuse(client);
            return;
        }
        client.closeFuture().addListener(_ -> open.decrementAndGet());
        Supplier<ClientConnection> http2 = () -> connection(client);
        Tls tls = plan.tls();
        Limits limits = plan.limits();
        Supplier<ChannelHandler> handshake = tls == null
                ? null
                : () -> tls.handler(limits.patience().hello(), new Greeting(limits, plan.name(), null, http2));
        client.pipeline().addLast(new Greeting(limits, plan.name(), handshake, http2));
        clients.add(client);
        if (draining) {
            client.close();
        }
    }

    private ClientConnection connection(SocketChannel client) {
        Router router =
                routers.computeIfAbsent(client.eventLoop(), loop -> new Router(loop, plan, held, this::isCrowded));
        ClientConnection connection = new ClientConnection(plan.limits(), router, client.remoteAddress());
        if (draining) {
            client.eventLoop().execute(connection::leave);
        }
        return connection;
    }

    /** Nine places of ten are taken. */
    private boolean isCrowded() {
        return open.get() > plan.limits().clientConnections() * 9L / 10;
    }

    private void refuse(SocketChannel client) {
        refused.increment();
        if (beingRefused.incrementAndGet() > REFUSED_AT_A_TIME) {
            beingRefused.decrementAndGet();
            client.close();
            return;
        }
        client.closeFuture().addListener(_ -> beingRefused.decrementAndGet());
        client.pipeline()
                .addLast(new Refusal(
                        plan.name() + ": the door is full, " + plan.limits().clientConnections()
                                + " connections are open",
                        plan.tls() != null,
                        plan.limits().patience().hello()));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Connections from clients that are open now. */
    public int clientConnections() {
        return open.get();
    }

    /** Connections that were turned away because {@link Limits#clientConnections} were open. */
    public long refusedConnections() {
        return refused.sum();
    }

    /** Bytes of headers and bodies that it holds now, of all its connections together; see {@link Limits#heldBytes}. */
    public long heldBytes() {
        return held.bytes();
    }

    /** Takes no more connections, and asks the clients to open no more streams on those they have; see {@link #closed}. */
    public void drain() {
        // One that is being accepted this very moment is either in the group below or sees this.
        draining = true;
        server.close().syncUninterruptibly();
        each(ClientConnection::leave);
    }

    /** Is done when the last connection has closed; meaningful after {@link #drain}. */
    public Future<?> closed() {
        return clients.newCloseFuture();
    }

    /** Closes everything at once, whatever is under way. */
    public void close() {
        draining = true;
        server.close().syncUninterruptibly();
        each(ClientConnection::closeNow);
        clients.newCloseFuture().syncUninterruptibly();
    }

    private void each(Consumer<ClientConnection> action) {
        for (Channel client : clients) {
            client.eventLoop().execute(() -> {
                ClientConnection connection = client.pipeline().get(ClientConnection.class);
                if (connection == null) {
                    client.close(); // it has not even said what it speaks
                } else {
                    action.accept(connection);
                }
            });
        }
    }
}
