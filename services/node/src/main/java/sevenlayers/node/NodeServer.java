package sevenlayers.node;

import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import sevenlayers.chassis.drain.Drainable;
import sevenlayers.chassis.server.Chassis;
import sevenlayers.chassis.server.PlainServer;
import sevenlayers.node.knobs.Panel;
import sevenlayers.node.netty.AcceptedChannels;
import sevenlayers.node.work.Cpu;

/**
 * The node's gRPC server: plain grpc-java on Netty, with this pod's services, its knobs, and a look at its connections.
 *
 * <p>The transport is Java's own NIO: it needs no native library, which would have to be unpacked to a file, and pods have none to write.
 */
public final class NodeServer implements Drainable, AutoCloseable {

    /** How often a client may ping. grpc-java's default of five minutes would end the connections of a lesson on keepalive. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(1);

    /** Enough for a lesson on two CPUs: they only parse and write frames. */
    private static final int EVENT_LOOPS = 2;

    private final EventLoopGroup eventLoops =
            new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("node", true));
    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("call-", 1).factory());
    private final Cpu cpu = new Cpu();
    private final ConnectionWatches watches;
    private final PlainServer server;

    private NodeServer(InetSocketAddress address, Chassis chassis, RandomGenerator random) throws IOException {
        String pod = chassis.pod().name();
        Panel panel = new Panel();
        AcceptedChannels channels = new AcceptedChannels(new ConnectionReports(chassis.connections()), random);
        panel.listen(knobs -> {
            chassis.readiness().set(knobs.ready());
            channels.turn(knobs.age());
        });
        watches = new ConnectionWatches(chassis.connections(), InstantSource.system());
        NodeService node = new NodeService(cpu, chassis.connections(), watches);
        KnobsInterceptor knobs = new KnobsInterceptor(pod, panel);
        server = PlainServer.start(
                NettyServerBuilder.forAddress(address)
                        .channelFactory(channels)
                        .bossEventLoopGroup(eventLoops)
                        .workerEventLoopGroup(eventLoops)
                        .executor(calls)
                        .permitKeepAliveTime(PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                        .permitKeepAliveWithoutCalls(true),
                chassis,
                List.of(() -> ServerInterceptors.intercept(node, knobs), new KnobsService(pod, panel)));
    }

    /**
     * Starts it.
     *
     * @param address where to listen; port 0 takes a free one
     * @param chassis the pod's parts; the table of connections in it is this server's alone
     * @param random draws by how much each connection's age differs; used by several threads
     * @throws IOException the port is taken, or the address is not this machine's
     */
    public static NodeServer start(InetSocketAddress address, Chassis chassis, RandomGenerator random)
            throws IOException {
        return new NodeServer(address, chassis, random);
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void goAway() {
        server.goAway();
        watches.goAway();
    }

    @Override
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        return server.awaitIdle(atMost);
    }

    /** Cuts off whatever is under way. */
    @Override
    public void close() throws InterruptedException {
        goAway();
        awaitIdle(Duration.ZERO);
        calls.shutdownNow();
        cpu.close();
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }
}
