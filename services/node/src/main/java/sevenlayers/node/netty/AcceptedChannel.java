package sevenlayers.node.netty;

import io.grpc.netty.shaded.io.grpc.netty.InternalGracefulServerCloseCommand;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.util.concurrent.ScheduledFuture;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sevenlayers.node.connection.AgeLimits;
import sevenlayers.node.connection.Cause;
import sevenlayers.node.connection.ConnectionAge;
import sevenlayers.node.connection.Ending;
import sevenlayers.node.connection.Lives;

/**
 * One accepted connection, first in its channel's pipeline, between the socket and grpc-java's HTTP/2.
 *
 * <p>It ends a connection of age as grpc-java does itself (and as its xDS server does when it drains): by the graceful close command.
 * That is the two-step GOAWAY of RFC 9113 §6.8: one with last stream 2^31-1, which refuses nothing, and a PING; once the PING is
 * answered (or after 10 s) the client has seen it, and a second GOAWAY names the last stream in truth; the connection closes with its
 * last call. A single GOAWAY would race with calls on their way, and they would fail. The grace is counted here, because in grpc-java it
 * cannot change once the GOAWAY is out.
 */
final class AcceptedChannel extends ChannelDuplexHandler {

    private final Channel channel;
    private final AcceptedChannels channels;
    private final Lives lives;
    private final ConnectionAge age;
    private final Ending ending = new Ending();
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;
    private @Nullable Http2ConnectionHandler http2;
    private @Nullable ScheduledFuture<?> nextStep;

    AcceptedChannel(Channel channel, AcceptedChannels channels, Lives lives, RandomGenerator random) {
        this.channel = channel;
        this.channels = channels;
        this.lives = lives;
        this.age = new ConnectionAge(System.nanoTime(), AgeLimits.NONE, random);
    }

    /** Turns the limits, from any thread. */
    void turn(AgeLimits limits) {
        channel.eventLoop().execute(() -> {
            age.turn(limits, System.nanoTime());
            step();
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        // First in the pipeline, so first to hear of the end: grpc-java's own listener comes after this one.
        channel.closeFuture().addListener(_ -> {
            channels.leave(this);
            if (local != null && remote != null) {
                lives.closed(local, remote, ending.reason());
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        SocketAddress here = channel.localAddress();
        SocketAddress there = channel.remoteAddress();
        local = here;
        remote = there;
        lives.accepted(here, there);
        // grpc-java's negotiation puts its HTTP/2 handler into the pipeline while this event passes.
        context.fireChannelActive();
        http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            http2.connection().addListener(new GoAwayListener());
        }
        age.turn(channels.join(this), System.nanoTime());
        step();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        String message = cause.getMessage();
        ending.fails(message == null ? cause.getClass().getSimpleName() : message);
        context.fireExceptionCaught(cause);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (channel.isActive()) {
            ending.closesHere();
        }
        context.close(promise);
    }

    private void step() {
        if (!channel.isActive()) {
            return;
        }
        if (nextStep != null) {
            nextStep.cancel(false);
            nextStep = null;
        }
        switch (age.step(System.nanoTime())) {
            case ConnectionAge.Wait(long nanos) ->
                nextStep = channel.eventLoop().schedule(this::step, nanos, TimeUnit.NANOSECONDS);
            case ConnectionAge.Rest() -> {}
            case ConnectionAge.TellToGo() -> {
                channel.writeAndFlush(InternalGracefulServerCloseCommand.create(Ending.MAX_AGE));
                step();
            }
            case ConnectionAge.Close() -> {
                ending.graceEnds(callsInFlight());
                // Past the HTTP/2 handler, whose own close would be graceful once more.
                channel.pipeline().context(this).close();
            }
        }
    }

    private int callsInFlight() {
        return http2 == null ? 0 : http2.connection().numActiveStreams();
    }

    /** Sees each GOAWAY, ours and theirs, whoever sends it. */
    private final class GoAwayListener extends Http2ConnectionAdapter {
        @Override
        public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf debugData) {
            boolean first = ending.sendsGoAway(errorCode, name(errorCode), text(debugData));
            if (first) {
                if (ending.reason().cause() != Cause.AGE) {
                    age.leaveAlone();
                }
                if (local != null && remote != null) {
                    lives.goAwaySent(local, remote, ending.reason());
                }
            }
        }

        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            ending.receivesGoAway(errorCode, name(errorCode), text(debugData));
        }

        private String name(long errorCode) {
            Http2Error error = Http2Error.valueOf(errorCode);
            return error == null ? "error " + errorCode : error.name();
        }

        private String text(ByteBuf debugData) {
            return debugData.toString(StandardCharsets.UTF_8);
        }
    }
}
