package sevenlayers.balancer.l7;

import static io.netty.handler.codec.http2.Http2CodecUtil.DEFAULT_WINDOW_SIZE;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What both sides of the balancer do with an HTTP/2 connection: write frames, return window, remember whose stream it is. */
abstract class Http2Peer extends Http2ConnectionHandler {
    /** How long the peer may take to read a GOAWAY before we go on without it. */
    static final long GOAWAY_GRACE_MILLIS = 1_000;

    private final Limits limits;
    private final Housekeeping housekeeping;
    private final Http2Connection.PropertyKey exchangeKey;
    private @Nullable ChannelHandlerContext ctx;
    private boolean windowGrown;
    private boolean flushPlanned;

    Http2Peer(Codec codec, Limits limits, Housekeeping housekeeping) {
        super(codec.decoder(), codec.encoder(), codec.settings());
        this.limits = limits;
        this.housekeeping = housekeeping;
        this.exchangeKey = connection().newKey();
        // The one who asked to close decides how long to wait for streams, not a timer in here.
        gracefulShutdownTimeoutMillis(-1);
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                streamClosed(stream);
            }
        });
    }

    /** A stream is over: ended on both sides, reset by either, or gone with its connection. */
    abstract void streamClosed(Http2Stream stream);

    /** Is called from time to time, to see whether the peer has kept us waiting for too long. */
    abstract void look(long nowNanos);

    final Limits limits() {
        return limits;
    }

    final Housekeeping housekeeping() {
        return housekeeping;
    }

    final ChannelHandlerContext context() {
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        ctx = context;
        super.handlerAdded(context);
        housekeeping.add(this);
        if (context.channel().isActive()) {
            growConnectionWindow();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        super.channelActive(context);
        growConnectionWindow();
    }

    // RFC 9113 §6.9.2: the window of the connection starts at 65,535 and
    // only WINDOW_UPDATE can change it. The preface goes first.
    private void growConnectionWindow() throws Http2Exception {
        if (windowGrown) {
            return;
        }
        windowGrown = true;
        int more = limits.connectionWindow() - DEFAULT_WINDOW_SIZE;
        decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
        flushSoon();
    }

    // GOAWAY goes first, but a peer that does not read it must not keep the connection.
    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        super.onConnectionError(context, outbound, cause, error);
        context.executor().schedule(() -> context.close(), GOAWAY_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            // The other end is gone, and so is the connection; its streams are told so.
            context.close();
        } else {
            super.exceptionCaught(context, cause);
        }
    }

    final @Nullable Exchange exchange(Http2Stream stream) {
        return stream.getProperty(exchangeKey);
    }

    final void bind(Http2Stream stream, Exchange exchange) {
        stream.setProperty(exchangeKey, exchange);
    }

    final void unbind(Http2Stream stream) {
        stream.removeProperty(exchangeKey);
    }

    final ChannelFuture writeHeaders(int streamId, Http2Headers headers, boolean end) {
        flushSoon();
        return encoder()
                .writeHeaders(context(), streamId, headers, 0, end, context().newPromise());
    }

    /** Takes over the buffer. The future is done when the bytes have left us, which waits for the peer's window. */
    final ChannelFuture writeData(int streamId, ByteBuf data, boolean end) {
        flushSoon();
        return encoder().writeData(context(), streamId, data, 0, end, context().newPromise());
    }

    /** Does nothing to a stream that is over. */
    final void reset(Http2Stream stream, long errorCode) {
        if (stream.isResetSent() || stream.state() == Http2Stream.State.CLOSED) {
            return;
        }
        flushSoon();
        resetStream(context(), stream.id(), errorCode, context().newPromise());
    }

    /** Gives bytes back to the peer that sent them: it may send as many more. A closed stream has given back all it had. */
    final void returnWindow(Http2Stream stream, int bytes) {
        if (bytes == 0) {
            return;
        }
        try {
            if (decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    /** Flushes once for all that this turn of the event loop writes, from however many sockets it came. */
    final void flushSoon() {
        if (!flushPlanned) {
            flushPlanned = true;
            context().executor().execute(() -> {
                flushPlanned = false;
                flush(context());
            });
        }
    }
}
