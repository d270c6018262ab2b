package sevenlayers.chassis.unified;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The graceful end of one HTTP/2 connection, in two steps.
 *
 * <p>RFC 9113 §6.8: first a GOAWAY with the highest stream id there is, which refuses nothing and asks for no more streams; when streams
 * that were on their way have had the time to arrive, a second one with the last stream that did. A single GOAWAY races with new
 * streams.
 */
final class Http2Farewell {
    /** Longer than a round trip inside a network; streams that take longer are refused, and retried elsewhere by any gRPC client. */
    private static final long IN_FLIGHT_MILLIS = 500;

    private final Channel channel;
    private final Runnable onSaid;
    private boolean said;
    private boolean confirmed;

    /** @param onSaid runs once, when the first GOAWAY is written */
    Http2Farewell(Channel channel, Runnable onSaid) {
        this.channel = channel;
        this.onSaid = onSaid;
    }

    /** Closes the socket that accepted it, so that no more come. */
    void closeListener() {
        channel.parent().close();
    }

    /** Begins the end, once; nothing happens to a connection that does not speak HTTP/2 (yet). */
    void say() {
        channel.eventLoop().execute(() -> {
            if (said || !goAway(Integer.MAX_VALUE)) {
                return;
            }
            said = true;
            onSaid.run();
            channel.eventLoop().schedule(this::confirm, IN_FLIGHT_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    /** Whether nothing is under way on it: closed, not HTTP/2, or told to go away and without a stream. */
    boolean done() {
        if (!channel.isActive()) {
            return true;
        }
        try {
            return channel.eventLoop().submit(this::idle).get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException | RejectedExecutionException _) {
            return true; // the event loop is gone, and the connection with it
        }
    }

    private boolean idle() {
        Http2ConnectionHandler http2 = handler();
        return http2 == null || (confirmed && http2.connection().numActiveStreams() == 0);
    }

    private void confirm() {
        Http2ConnectionHandler http2 = handler();
        if (http2 != null) {
            goAway(http2.connection().remote().lastStreamCreated());
        }
        confirmed = true;
    }

    private boolean goAway(int lastStream) {
        Http2ConnectionHandler http2 = handler();
        ChannelHandlerContext context =
                http2 == null ? null : channel.pipeline().context(http2);
        if (http2 == null || context == null) {
            return false;
        }
        http2.encoder()
                .writeGoAway(
                        context, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
        context.flush();
        return true;
    }

    private @Nullable Http2ConnectionHandler handler() {
        return channel.pipeline().get(Http2ConnectionHandler.class);
    }
}
