package sevenlayers.balancer.l4;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.policy.Routing;

/** The listening socket of the L4 door and the connections that came in by it. */
public final class L4Listener {
    private final Channel server;
    private final ChannelGroup clients;

    /**
     * How the door works.
     *
     * @param routing the backends, and how one is chosen
     * @param decisions where each choice is noted
     * @param dialFrom the address that connections to backends come from; null: the system's choice
     * @param connectTimeout after this a backend counts as not reachable and the next one is tried
     */
    public record Plan(
            Routing routing,
            DecisionLog decisions,
            @Nullable InetSocketAddress dialFrom,
            Duration connectTimeout) {}

    private L4Listener(Channel server, ChannelGroup clients) {
        this.server = server;
        this.clients = clients;
    }

    /**
     * Opens the door.
     *
     * @param address where to listen; port 0: any free one
     * @throws InterruptedException if the thread is interrupted while it waits for the port
     */
    public static L4Listener bind(EventLoopGroup loops, InetSocketAddress address, Plan plan)
            throws InterruptedException {
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        clients.add(client);
                        new L4Connection(plan, client).choose();
                    }
                })
                .bind(address)
                .sync()
                .channel();
        return new L4Listener(server, clients);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Connections from clients that are open now. */
    public int clientConnections() {
        return clients.size();
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
        server.close().syncUninterruptibly();
        clients.close().syncUninterruptibly();
    }
}
