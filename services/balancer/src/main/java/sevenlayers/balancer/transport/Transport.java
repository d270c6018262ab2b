package sevenlayers.balancer.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** Event loops and the sockets that they drive: Linux' epoll by Netty's native library, or the JDK's NIO. */
public final class Transport implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final String name;
    private final EventLoopGroup loops;
    private final Class<? extends ServerSocketChannel> server;
    private final Class<? extends SocketChannel> client;

    private Transport(
            String name,
            EventLoopGroup loops,
            Class<? extends ServerSocketChannel> server,
            Class<? extends SocketChannel> client) {
        this.name = name;
        this.loops = loops;
        this.server = server;
        this.client = client;
    }

    /** The JDK's NIO, which runs everywhere. */
    public static Transport nio(String threads, int count) {
        return new Transport(
                "nio",
                new NioEventLoopGroup(count, new DefaultThreadFactory(threads)),
                NioServerSocketChannel.class,
                NioSocketChannel.class);
    }

    /** Epoll where the native library loads, NIO elsewhere. */
    public static Transport epollOrNio(String threads, int count) {
        return Epoll.isAvailable()
                ? new Transport(
                        "epoll",
                        new EpollEventLoopGroup(count, new DefaultThreadFactory(threads)),
                        EpollServerSocketChannel.class,
                        EpollSocketChannel.class)
                : nio(threads, count);
    }

    /** {@code epoll} or {@code nio}. */
    public String name() {
        return name;
    }

    /** The threads. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** A listening socket that may follow a predecessor on the same port at once. */
    public ServerBootstrap server() {
        return new ServerBootstrap()
                .group(loops)
                .channel(server)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true);
    }

    /** A socket to dial with. */
    public Bootstrap client(EventLoop loop) {
        Bootstrap bootstrap = new Bootstrap().group(loop).channel(client).option(ChannelOption.TCP_NODELAY, true);
        if (client == EpollSocketChannel.class) {
            // ip(7): the port is taken at connect, so that one address has
            // its 28,000 ports for each backend, not for all.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return bootstrap;
    }

    /** Ends the threads; what is still open is closed. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
