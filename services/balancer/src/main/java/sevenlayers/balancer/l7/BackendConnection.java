package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sevenlayers.balancer.backend.Backend;

/** A connection to a backend: opens a stream for each request, and passes on what comes back. */
final class BackendConnection extends Http2Peer {
    /** Its life: each stage can only be followed by a later one. */
    private enum Stage {
        /** Connected; no SETTINGS yet, so nobody knows whether HTTP/2 is spoken there. */
        OPENING,
        /** Takes requests. */
        READY,
        /** Finishes what it has: GOAWAY came, its stream numbers are used up, or the backend is no longer listed. */
        LEAVING
    }

    private static final long ALIVE_PING = 0x61_6c69_7665L;

    private final Backend backend;
    private final BackendPool pool;
    private final KeepAlive keepAlive;
    private Stage stage = Stage.OPENING;
    private boolean heard;
    private String ending = "closed the connection";

    BackendConnection(Limits limits, Housekeeping housekeeping, Backend backend, BackendPool pool) {
        super(Codec.client(limits), limits, housekeeping);
        this.keepAlive = new KeepAlive(limits.toBackend(), housekeeping.nanoTime());
        this.backend = backend;
        this.pool = pool;
        decoder().frameListener(new Frames());
    }

    Backend backend() {
        return backend;
    }

    /** Whether one more request fits. */
    boolean hasRoom() {
        return stage == Stage.READY
                && connection().local().canOpenStream()
                && connection().numActiveStreams() < limits().streams();
    }

    /**
     * Opens a stream with these headers.
     *
     * @throws Http2Exception none was opened; a {@link Http2Exception.HeaderListSizeException} if the headers are larger than the backend
     *     takes
     */
    Http2Stream open(Exchange exchange, Http2Headers headers, boolean end) throws Http2Exception {
        int id = connection().local().incrementAndGetNextStreamId();
        if (id == Integer.MAX_VALUE) {
            // RFC 9113 §5.1.1: the numbers are used up, and a connection cannot begin again.
            leave();
        }
        ChannelFuture written = writeHeaders(id, headers, end);
        Http2Stream stream = connection().stream(id);
        if (stream == null) {
            throw written.cause() instanceof Http2Exception e
                    ? e
                    : Http2Exception.connectionError(
                            Http2Error.INTERNAL_ERROR, written.cause(), "no stream was opened");
        }
        bind(stream, exchange);
        keepAlive.sent(housekeeping().nanoTime());
        return stream;
    }

    /** Connected: from now on the backend has until the limit to say that it speaks HTTP/2. */
    void awaitSettings() {
        backend.connected();
        context().channel().closeFuture().addListener(_ -> closed());
        context()
                .executor()
                .schedule(
                        () -> {
                            if (stage == Stage.OPENING) {
                                context().close();
                            }
                        },
                        limits().toBackend().readyWithin().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        heard = true;
        super.channelRead(ctx, message);
    }

    @Override
    void look(long nowNanos) {
        if (heard) {
            heard = false;
            keepAlive.heard(nowNanos);
        }
        switch (keepAlive.look(nowNanos, stage != Stage.OPENING && connection().numActiveStreams() > 0)) {
            case NOTHING -> {}
            case ASK -> {
                encoder().writePing(context(), false, ALIVE_PING, context().newPromise());
                flushSoon();
            }
            case GIVE_UP -> {
                ending = "did not answer a PING";
                context().close();
            }
        }
    }

    private void closed() {
        backend.disconnected();
        Stage last = stage;
        stage = Stage.LEAVING;
        switch (last) {
            case OPENING -> pool.unusable("sent no HTTP/2 SETTINGS");
            case READY -> pool.leaving(this);
            case LEAVING -> {}
        }
    }

    /** Takes no more requests and closes when the last one is done. */
    void leave() {
        if (stage == Stage.READY) {
            stage = Stage.LEAVING;
            pool.leaving(this);
            // Not from inside the codec: it has yet to close the streams that
            // GOAWAY gave back. Then this waits for the rest.
            context().executor().execute(() -> context().channel().close());
        }
    }

    @Override
    void streamClosed(Http2Stream stream) {
        Exchange exchange = exchange(stream);
        if (exchange != null) {
            exchange.backendClosed(context().channel().isActive() ? "broke off" : ending);
        }
        if (stage == Stage.READY) {
            // Not from inside the codec: it is still counting this stream.
            context().executor().execute(() -> pool.roomOn(this));
        }
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
            if (stage == Stage.OPENING) {
                stage = Stage.READY;
                pool.ready(BackendConnection.this);
            } else if (stage == Stage.READY) {
                pool.roomOn(BackendConnection.this);
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream) {
            keepAlive.answered();
            Exchange exchange = exchange(connection().stream(streamId));
            if (exchange != null) {
                exchange.responseHeaders(headers, endOfStream);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
            keepAlive.answered();
            Http2Stream stream = connection().stream(streamId);
            Exchange exchange = exchange(stream);
            return exchange == null
                    ? data.readableBytes() + padding
                    : exchange.responseData(BackendConnection.this, stream, data, padding, endOfStream);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            Exchange exchange = exchange(connection().stream(streamId));
            if (exchange != null) {
                exchange.backendReset(errorCode);
            }
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
            leave();
            notProcessed(lastStreamId).forEach(Exchange::notProcessed);
        }
    }

    // RFC 9113 §6.8: streams above the last one named were not and will not be processed; they can be sent elsewhere.
    private List<Exchange> notProcessed(int lastStreamId) {
        List<Exchange> found = new ArrayList<>();
        for (int id = connection().local().lastStreamCreated(); id > lastStreamId && id > 0; id -= 2) {
            Http2Stream stream = connection().stream(id);
            Exchange exchange = stream == null ? null : exchange(stream);
            if (exchange != null) {
                found.add(exchange);
            }
        }
        return found.reversed();
    }
}
