package sevenlayers.balancer.l4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.policy.Choice;
import sevenlayers.balancer.policy.Reason;
import sevenlayers.balancer.policy.Request;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.proxyprotocol.Endpoints;
import sevenlayers.balancer.proxyprotocol.ProxyHeader;
import sevenlayers.balancer.transport.LocalFailure;

/**
 * A client's connection on its way to a backend: chooses, dials, and on failure goes on to the next, until two sockets are a pair. All
 * of it on the client's event loop, and nothing of it stays once they are one.
 */
final class L4Connection implements Request {
    private final L4Listener.Plan plan;
    private final IdleSweep idle;
    private final SocketChannel client;
    private final Set<Backend> tried = HashSet.newHashSet(0);
    private InetSocketAddress source;
    private InetSocketAddress destination;
    private ByteBuf early = Unpooled.EMPTY_BUFFER;
    private @Nullable String failure;

    L4Connection(L4Listener.Plan plan, IdleSweep idle, SocketChannel client) {
        this.plan = plan;
        this.idle = idle;
        this.client = client;
        this.source = client.remoteAddress();
        this.destination = client.localAddress();
    }

    @Override
    public InetSocketAddress client() {
        return source;
    }

    @Override
    public Set<Backend> tried() {
        return tried;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    void start() {
        if (plan.proxyProtocol().required()) {
            client.pipeline().addLast(new HeaderReader(this));
        } else {
            choose();
        }
    }

    /** The PROXY header is here. Takes over what came behind it. */
    void introduced(ProxyHeader header, ByteBuf rest) {
        if (header.proxied().orElse(null) instanceof Endpoints.Inet inet) {
            source = inet.source();
            destination = inet.destination();
        }
        early = rest;
        choose();
    }

    /** The client will not be let through. */
    void refuse(String why) {
        Choice nothing = new Choice.Nothing(() -> why);
        notice(nothing, plan.routing().current()).give();
        Relay.abort(client);
    }

    private Notice notice(Choice choice, Routing.Current from) {
        String again = failure;
        Instant at = plan.decisions().now();
        return new Notice(
                name -> plan.decisions().record(at, Layer.L4, source, "", name, choice, again, from.snapshot()));
    }

    private void choose() {
        Routing.Current current = plan.routing().current();
        Choice choice = current.select(this);
        Notice notice = notice(choice, current);
        switch (choice) {
            case Choice.Picked(Backend backend, Reason _) -> dial(backend, notice);
            case Choice.Nothing(Reason _) -> {
                notice.give();
                early.release();
                Relay.abort(client);
            }
        }
    }

    private void dial(Backend backend, Notice notice) {
        notice.await(client.eventLoop());
        backend.choose();
        backend.begin();
        long dialledAt = nanoTime();
        plan.transport()
                .client(client.eventLoop())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        plan.limits().connectTimeout().toMillis())
                .handler(Nothing.INSTANCE)
                .connect(backend.address(), plan.dialFrom())
                .addListener((ChannelFuture dialled) -> {
                    if (dialled.isSuccess()) {
                        join(backend, (SocketChannel) dialled.channel(), dialledAt, notice);
                    } else {
                        notice.give();
                        notReached(backend, dialled.cause());
                    }
                });
    }

    private void notReached(Backend backend, @Nullable Throwable cause) {
        backend.end();
        tried.add(backend);
        if (cause != null && LocalFailure.is(cause)) {
            // Nothing is known about the backend: it must not be blamed.
            failure = "the balancer itself could not dial " + backend + ": " + cause.getMessage();
        } else {
            backend.fail();
            backend.failCall();
            failure = backend + " could not be reached";
        }
        choose();
    }

    private void join(Backend backend, SocketChannel upstream, long dialledAt, Notice notice) {
        long now = nanoTime();
        backend.connected();
        backend.succeed();
        backend.firstResponse().observe(now, now - dialledAt);
        Pair pair = new Pair(client, upstream, now);
        idle.add(pair);
        // This stays as long as the connection, and so does what it refers to: not this object.
        IdleSweep sweep = idle;
        upstream.closeFuture().addListener(_ -> {
            sweep.remove(pair);
            backend.disconnected();
            backend.end();
            long end = System.nanoTime();
            backend.wholeCall().observe(end, end - dialledAt);
            notice.give();
        });
        if (!client.isActive()) {
            early.release();
            Relay.abort(upstream);
            return;
        }
        upstream.pipeline().addLast(new Relay(pair, null));
        Relay fromClient = new Relay(pair, notice);
        client.pipeline().addLast(fromClient);
        introduce(upstream);
        fromClient.pass(early, upstream);
        upstream.flush();
        client.read();
        upstream.read();
    }

    private void introduce(SocketChannel upstream) {
        plan.proxyProtocol()
                .emit(ProxyHeader.of(source, destination))
                .ifPresent(header -> upstream.write(Unpooled.wrappedBuffer(header), upstream.voidPromise()));
    }

    /** A connection has handlers only once it is half of a pair. */
    @Sharable
    private static final class Nothing extends ChannelInitializer<Channel> {
        static final Nothing INSTANCE = new Nothing();

        @Override
        protected void initChannel(Channel channel) {
            // Nothing to add yet.
        }
    }
}
