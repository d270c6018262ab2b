package sevenlayers.balancer.l4;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.transport.Transport;

/**
 * The listening socket of the L4 door and the connections that came in by it.
 *
 * <p>If accepting fails because there is no file left, Netty waits a second and goes on; connections wait in the backlog so long.
 */
public final class L4Listener {
    private final Plan plan;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final IdleSweep idle;
    private final Channel server;

    /**
     * How the door works.
     *
     * @param transport NIO: Netty's epoll sockets, told that the other end has said all, are read to the end at once, however much that
     *     is and whether anybody takes it or not
     * @param routing the backends, and how one is chosen
     * @param decisions where each choice is noted
     * @param dialFrom the address that connections to backends come from; null: the system's choice
     */
    public record Plan(
            Transport transport,
            Routing routing,
            DecisionLog decisions,
            @Nullable InetSocketAddress dialFrom,
            Limits limits,
            ProxyProtocol proxyProtocol) {}

    private L4Listener(InetSocketAddress address, Plan plan) throws InterruptedException {
        this.plan = plan;
        idle = new IdleSweep(plan.limits().idle());
        server = plan.transport()
                .server()
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        accept(client);
                    }
                })
                .bind(address)
                .sync()
                .channel();
        idle.start(plan.transport().loops().next());
    }

    /**
     * Opens the door.
     *
     * @param address where to listen; port 0: any free one
     * @throws InterruptedException if the thread is interrupted while it waits for the port
     */
    public static L4Listener bind(InetSocketAddress address, Plan plan) throws InterruptedException {
        return new L4Listener(address, plan);
    }

    private void accept(SocketChannel client) {
        if (open.incrementAndGet() > plan.limits().connections()) {
            open.decrementAndGet();
            refused.increment();
            Relay.abort(client);
            return;
        }
        client.closeFuture().addListener(_ -> open.decrementAndGet());
        clients.add(client);
        new L4Connection(plan, idle, client).start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Connections from clients that are open now. */
    public int clientConnections() {
        return open.get();
    }

    /** Connections that were closed at once because {@link Limits#connections} were open. */
    public long refusedConnections() {
        return refused.sum();
    }

    /** Takes no more connections. Those that are open go on: only their two ends know when they are done. */
    public void stopAccepting() {
        server.close().syncUninterruptibly();
    }

    /** Is done when the last connection has closed; meaningful after {@link #stopAccepting}. */
    public Future<?> closed() {
        return clients.newCloseFuture();
    }

    /** Closes everything at once. */
    public void close() {
        idle.close();
        server.close().syncUninterruptibly();
        clients.close().syncUninterruptibly();
    }
}
