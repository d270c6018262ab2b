package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sevenlayers.balancer.l7.Limits.Patience;
import sevenlayers.balancer.l7.LocalReply.Problem;

/** A client's connection: makes an {@link Exchange} of each stream it opens. */
final class ClientConnection extends Http2Peer {
    private static final long GOAWAY_PING = 0x6c61_7965_7237L;

    private final FrameGate gate;
    private final Rate errors;
    private final Router router;
    private final InetSocketAddress remoteAddress;
    private final long openedNanos;
    private long writableNanos;
    private boolean leaving;
    private boolean lastGoAwaySent;

    ClientConnection(Limits limits, Router router, InetSocketAddress remoteAddress) {
        this(Codec.server(limits), limits, router, remoteAddress);
    }

    private ClientConnection(Codec codec, Limits limits, Router router, InetSocketAddress remoteAddress) {
        super(codec, limits, router.housekeeping());
        this.gate = codec.gate();
        this.errors = new Rate("broken streams", limits.rates().errors(), System::nanoTime);
        this.router = router;
        this.remoteAddress = remoteAddress;
        this.openedNanos = router.housekeeping().nanoTime();
        this.writableNanos = openedNanos;
        decoder().frameListener(new Frames());
    }

    InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /**
     * Says good-bye in two steps (RFC 9113 §6.8): first that no more streams are welcome, without naming a last one, because
     * new ones may be on their way; then, when the client has surely read that, which was the last. Streams that were opened
     * finish, and the connection closes after them.
     */
    void leave() {
        if (leaving) {
            return;
        }
        leaving = true;
        goAway(
                context(),
                Integer.MAX_VALUE,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context().newPromise());
        encoder().writePing(context(), false, GOAWAY_PING, context().newPromise());
        flush(context());
        context().executor().schedule(this::sayLastStream, GOAWAY_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sayLastStream() {
        if (lastGoAwaySent || !context().channel().isActive()) {
            return;
        }
        lastGoAwaySent = true;
        int last = connection().remote().lastStreamCreated();
        goAway(
                context(),
                last,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context().newPromise());
        // Waits for the streams; GOAWAY has been said.
        context().channel().close();
    }

    /** Closes whatever is under way. */
    void closeNow() {
        // From our own context: from the channel's end of the pipeline, the codec would wait for the streams.
        context().close();
    }

    @Override
    void look(long nowNanos) {
        Patience patience = limits().patience();
        if (context().channel().isWritable()) {
            writableNanos = nowNanos;
        }
        if (!decoder().prefaceReceived()
                && nowNanos - openedNanos > patience.hello().toNanos()) {
            tooSlow("no SETTINGS came within " + patience.hello());
        } else if (gate.unfinishedNanos() > patience.frame().toNanos()) {
            tooSlow("a frame or a header block was not complete within " + patience.frame());
        } else if (nowNanos - writableNanos > patience.stalled().toNanos()) {
            // It does not read, so there is nobody to tell.
            context().close();
        } else {
            exchanges().forEach(exchange -> exchange.look(nowNanos));
        }
    }

    private void tooSlow(String sentence) {
        onError(context(), false, Rate.tooMany(sentence));
    }

    /** Those that are under way, the oldest first. */
    List<Exchange> exchanges() {
        List<Exchange> found = new ArrayList<>();
        try {
            connection().forEachActiveStream(stream -> {
                Exchange exchange = exchange(stream);
                if (exchange != null) {
                    found.add(exchange);
                }
                return true;
            });
        } catch (Http2Exception e) {
            onError(context(), false, e);
        }
        return found;
    }

    @Override
    void streamClosed(Http2Stream stream) {
        Exchange exchange = exchange(stream);
        if (exchange != null) {
            exchange.clientClosed();
        }
    }

    // A client that breaks the rules on one stream after another makes us cancel its requests without a RST_STREAM of
    // its
    // own (CVE-2025-8671, "MadeYouReset"). It counts all the same.
    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException broken) {
        super.onStreamError(ctx, outbound, cause, broken);
        try {
            if (!outbound) {
                errors.count();
            }
        } catch (Http2Exception tooMany) {
            onError(ctx, false, tooMany);
        }
    }

    private final class Frames extends Http2FrameAdapter {
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
            Http2Stream stream = connection().stream(streamId);
            Exchange known = exchange(stream);
            if (known != null) {
                known.requestTrailers(headers);
                return;
            }
            Exchange exchange = new Exchange(ClientConnection.this, stream, headers, endOfStream, router);
            bind(stream, exchange);
            if (router.mayNotHold()) {
                exchange.tooMuchHeld();
            } else if (HttpMethod.CONNECT.asciiName().contentEquals(headers.method())) {
                exchange.fail(Problem.NOT_IMPLEMENTED, "CONNECT asks for a tunnel, and this is a gateway");
            } else {
                router.route(exchange, null);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
            Exchange exchange = exchange(connection().stream(streamId));
            return exchange == null ? data.readableBytes() + padding : exchange.requestData(data, padding, endOfStream);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            Exchange exchange = exchange(connection().stream(streamId));
            if (exchange != null) {
                exchange.clientReset(errorCode);
            }
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext ctx, long data) {
            if (leaving && data == GOAWAY_PING) {
                sayLastStream();
            }
        }
    }
}
