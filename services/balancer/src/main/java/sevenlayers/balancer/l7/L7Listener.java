package sevenlayers.balancer.l7;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.transport.Transport;

/** The listening socket of the L7 door and the connections that came in by it. */
public final class L7Listener {
    private final Channel server;
    private final ChannelGroup clients;
    private final AtomicBoolean draining;
    private final Held held;

    /**
     * How the door works.
     *
     * @param name the balancer's name, with which its own errors begin
     * @param transport the event loops and what sockets they drive
     * @param routing the backends, and how one is chosen
     * @param decisions where each choice is noted
     * @param dialFrom the address that connections to backends come from; null: the system's choice
     * @param limits what a peer may have of us
     */
    public record Plan(
            String name,
            Transport transport,
            Routing routing,
            DecisionLog decisions,
            @Nullable InetSocketAddress dialFrom,
            Limits limits) {}

    private L7Listener(Channel server, ChannelGroup clients, AtomicBoolean draining, Held held) {
        this.held = held;
        this.server = server;
        this.clients = clients;
        this.draining = draining;
    }

    /**
     * Opens the door.
     *
     * @param address where to listen; port 0: any free one
     * @throws InterruptedException if the thread is interrupted while it waits for the port
     */
    public static L7Listener bind(InetSocketAddress address, Plan plan) throws InterruptedException {
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        AtomicBoolean draining = new AtomicBoolean();
        Held held = new Held(plan.limits().heldBytes());
        Map<EventLoop, Router> routers = new ConcurrentHashMap<>();
        Channel server = plan.transport()
                .server()
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        Router router =
                                routers.computeIfAbsent(client.eventLoop(), loop -> new Router(loop, plan, held));
                        ClientConnection connection =
                                new ClientConnection(plan.limits(), router, client.remoteAddress());
                        client.pipeline().addLast(connection);
                        clients.add(client);
                        if (draining.get()) {
                            client.eventLoop().execute(connection::leave);
                        }
                    }
                })
                .bind(address)
                .sync()
                .channel();
        return new L7Listener(server, clients, draining, held);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Connections from clients that are open now. */
    public int clientConnections() {
        return clients.size();
    }

    /** Bytes of headers and bodies that it holds now, of all its connections together; see {@link Limits#heldBytes}. */
    public long heldBytes() {
        return held.bytes();
    }

    /** Takes no more connections, and asks the clients to open no more streams on those they have; see {@link #closed}. */
    public void drain() {
        // One that is being accepted this very moment is either in the group below or sees this.
        draining.set(true);
        server.close().syncUninterruptibly();
        each(ClientConnection::leave);
    }

    /** Is done when the last connection has closed; meaningful after {@link #drain}. */
    public Future<?> closed() {
        return clients.newCloseFuture();
    }

    /** Closes everything at once, whatever is under way. */
    public void close() {
        server.close().syncUninterruptibly();
        each(ClientConnection::closeNow);
        clients.newCloseFuture().syncUninterruptibly();
    }

    private void each(Consumer<ClientConnection> action) {
        for (Channel client : clients) {
            ClientConnection connection = client.pipeline().get(ClientConnection.class);
            if (connection != null) {
                client.eventLoop().execute(() -> action.accept(connection));
            }
        }
    }
}
