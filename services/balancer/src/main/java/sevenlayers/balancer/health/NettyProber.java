package sevenlayers.balancer.health;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.transport.LocalFailure;
import sevenlayers.balancer.transport.Transport;

/** Probes over the balancer's own event loops. A connection is made for each probe: that one can be made is a part of the question. */
public final class NettyProber implements Prober {
    private final Transport transport;
    private final @Nullable InetSocketAddress dialFrom;

    /**
     * A prober that opens nothing yet.
     *
     * @param dialFrom the address that connections come from; null: the system's choice
     */
    public NettyProber(Transport transport, @Nullable InetSocketAddress dialFrom) {
        this.transport = transport;
        this.dialFrom = dialFrom;
    }

    @Override
    public Attempt start(Checks.Kind how, InetSocketAddress at, Consumer<Finding> told) {
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<Finding> once = finding -> {
            if (answered.compareAndSet(false, true)) {
                told.accept(finding);
            }
        };
        ChannelFuture dialled = transport
                .client(transport.loops().next())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (how == Checks.Kind.GRPC) {
                            HealthCall.prepare(channel.pipeline());
                        }
                    }
                })
                .connect(at, dialFrom);
        Channel channel = dialled.channel();
        dialled.addListener(done -> {
            if (!done.isSuccess()) {
                once.accept(notReached(done.cause()));
            } else if (how == Checks.Kind.GRPC) {
                HealthCall.start(channel, Addresses.text(at), once);
                channel.closeFuture()
                        .addListener(_ -> once.accept(new Finding.Failed("closed the connection without an answer")));
            } else {
                channel.close();
                once.accept(new Finding.Well());
            }
        });
        return channel::close;
    }

    private static Finding notReached(Throwable cause) {
        if (LocalFailure.is(cause)) {
            return new Finding.NotAsked(cause.toString());
        }
        return new Finding.Failed(
                cause instanceof ConnectException
                        ? "connection refused"
                        : "could not be reached: " + cause.getMessage());
    }
}
