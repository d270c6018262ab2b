package sevenlayers.balancer.l4;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.policy.Choice;
import sevenlayers.balancer.policy.Reason;
import sevenlayers.balancer.policy.Request;
import sevenlayers.balancer.policy.Routing;

/** A client's connection on its way to a backend: chooses, dials, and on failure goes on to the next, until two sockets are a pair. */
final class L4Connection implements Request {
    private final L4Listener.Plan plan;
    private final SocketChannel client;
    private final InetSocketAddress clientAddress;
    private final Set<Backend> tried = new HashSet<>();
    private @Nullable String failure;

    L4Connection(L4Listener.Plan plan, SocketChannel client) {
        this.plan = plan;
        this.client = client;
        this.clientAddress = client.remoteAddress();
    }

    @Override
    public InetSocketAddress client() {
        return clientAddress;
    }

    @Override
    public Set<Backend> tried() {
        return tried;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    void choose() {
        Routing.Current current = plan.routing().current();
        Choice choice = current.select(this);
        plan.decisions().record(Layer.L4, clientAddress, "", choice, failure, current.snapshot());
        switch (choice) {
            case Choice.Picked(Backend backend, Reason _) -> dial(backend);
            case Choice.Nothing(Reason _) -> Relay.abort(client);
        }
    }

    private void dial(Backend backend) {
        backend.choose();
        Bootstrap bootstrap = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        plan.connectTimeout().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Relay(client));
                    }
                });
        bootstrap.connect(backend.address(), plan.dialFrom()).addListener((ChannelFuture dialled) -> {
            if (dialled.isSuccess()) {
                join(backend, (SocketChannel) dialled.channel());
            } else {
                backend.fail();
                tried.add(backend);
                failure = backend + " could not be reached";
                choose();
            }
        });
    }

    private void join(Backend backend, SocketChannel upstream) {
        backend.connected();
        backend.begin();
        upstream.closeFuture().addListener(_ -> {
            backend.disconnected();
            backend.end();
        });
        if (!client.isActive()) {
            Relay.abort(upstream);
            return;
        }
        client.pipeline().addLast(new Relay(upstream));
        client.read();
        upstream.read();
    }
}
