package sevenlayers.client.channel;

import io.grpc.Attributes;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens channels: plain grpc-java over TCP without TLS, as a student would write it, with a watch on each.
 *
 * <p>What differs from grpc-java's defaults, and why: callbacks run on the event loop (ours never block, and a hop between threads is
 * most of a fast call's cost); a channel never goes idle by itself (30 minutes by default: what a named channel's idle time is, its
 * owner says); no proxy from the environment, no service config from DNS (a lab's calls go where its request says).
 */
public final class ChannelOpener implements AutoCloseable {

    /** More than the calls of a lab can keep busy; each costs a thread. */
    private static final int EVENT_LOOPS = 2;

    private static final long NEVER_DAYS = 365;

    static {
        for (Policy policy : Policy.values()) {
            LoadBalancerRegistry.getDefaultRegistry().register(new WatchedLoadBalancerProvider(policy));
        }
        NameResolverRegistry.getDefaultRegistry().register(new WatchedNameResolverProvider());
    }

    private final EventLoopGroup eventLoops =
            new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("lab-channel", true));
    private final Optional<InetAddress> dialFrom;
    private final LabTargets targets;
    private final List<ClientInterceptor> interceptors;

    /**
     * @param dialFrom     the address that connections come from; empty leaves it to the system
     * @param targets      who may be called
     * @param interceptors put before every call
     */
    public ChannelOpener(Optional<InetAddress> dialFrom, LabTargets targets, List<ClientInterceptor> interceptors) {
        this.dialFrom = dialFrom;
        this.targets = targets;
        this.interceptors = List.copyOf(interceptors);
    }

    /**
     * Opens a channel; it connects at its first call, or when told to.
     *
     * @param number   its number in its set, from 1
     * @param settings its settings; {@code channels} is not looked at, and {@link #complaintAbout} its service config is none
     */
    public LabChannel open(int number, ChannelSettings settings) {
        ChannelWatch watch = new ChannelWatch(number);
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(
                        WatchedNameResolverProvider.uriOf(settings.target()))
                .usePlaintext()
                .eventLoopGroup(eventLoops)
                .channelFactory(() -> watchedSocket(watch))
                .localSocketPicker(new LocalAddress(dialFrom))
                .setNameResolverArg(ChannelWatch.KEY, watch)
                .setNameResolverArg(ResolutionRule.KEY, new ResolutionRule(settings.target(), targets))
                .defaultLoadBalancingPolicy(WatchedLoadBalancerProvider.nameOf(settings.policy()))
                .disableServiceConfigLookUp()
                .proxyDetector(_ -> null)
                .directExecutor()
                .idleTimeout(NEVER_DAYS, TimeUnit.DAYS)
                .maxTraceEvents(0);
        settings.keepalive()
                .ifPresent(keepalive -> builder.keepAliveTime(keepalive.time().toMillis(), TimeUnit.MILLISECONDS)
                        .keepAliveTimeout(keepalive.timeout().toMillis(), TimeUnit.MILLISECONDS)
                        .keepAliveWithoutCalls(keepalive.withoutCalls()));
        if (!settings.serviceConfig().isEmpty()) {
            builder.defaultServiceConfig(settings.serviceConfig());
        }
        ManagedChannel managed = builder.build();
        return new LabChannel(managed, ClientInterceptors.intercept(managed, interceptors), watch);
    }

    /** What grpc-java does not like about a service config; empty if it accepts it. */
    public static Optional<String> complaintAbout(Map<String, ?> serviceConfig) {
        if (serviceConfig.isEmpty()) {
            return Optional.empty();
        }
        try {
            // grpc-java's parser has no other door. A channel that makes no call dials nobody.
            NettyChannelBuilder.forTarget("dns:///service-config:1")
                    .usePlaintext()
                    .defaultServiceConfig(serviceConfig)
                    .build()
                    .shutdownNow();
            return Optional.empty();
        } catch (IllegalStateException | IllegalArgumentException complaint) {
            return Optional.of(String.valueOf(complaint.getMessage()));
        }
    }

    /** Ends the event loops; open channels end with them. */
    @Override
    public void close() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static NioSocketChannel watchedSocket(ChannelWatch watch) {
        NioSocketChannel socket = new NioSocketChannel();
        socket.pipeline().addFirst(new SocketWatch(watch));
        return socket;
    }

    /**
     * Binds the near end of each connection. On loopback a connection comes from 127.0.0.1 whoever dialled it, unless its source is
     * bound; then "who called" means something.
     */
    private static final class LocalAddress extends NettyChannelBuilder.LocalSocketPicker {

        private final Optional<InetAddress> address;

        LocalAddress(Optional<InetAddress> address) {
            this.address = address;
        }

        @Override
        public @Nullable SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
            return address.map(local -> new InetSocketAddress(local, 0)).orElse(null);
        }
    }
}
