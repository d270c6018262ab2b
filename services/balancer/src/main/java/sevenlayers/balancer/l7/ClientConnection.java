package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.l7.Limits.Patience;
import sevenlayers.balancer.l7.LocalReply.Problem;

/** A client's connection: makes an {@link Exchange} of each stream it opens. */
final class ClientConnection extends Http2Peer {
    private static final long GOAWAY_PING = 0x6c61_7965_7237L;

    /** How long a client may let its answers pile up while the door is full. */
    private static final long UNREAD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final FrameGate gate;
    private final Rate errors;
    private final Router router;
    private final InetSocketAddress remoteAddress;
    private final long openedNanos;
    private long takenNanos;
    private long busyNanos;
    private int lastSeen;
    private boolean waitsForTaken;
    private boolean leaving;
    private boolean lastGoAwaySent;
    private boolean broken;

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
        this.takenNanos = openedNanos;
        this.busyNanos = openedNanos;
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
        if (broken) {
            return;
        }
        Patience patience = limits().patience();
        noteProgress(nowNanos);
        if (!decoder().prefaceReceived()
                && nowNanos - openedNanos > patience.hello().toNanos()) {
            tooSlow("no SETTINGS came within " + patience.hello());
        } else if (context().channel().config().isAutoRead()
                && gate.unfinishedNanos() > patience.frame().toNanos()) {
            tooSlow("a frame or a header block was not complete within " + patience.frame());
        } else if (nowNanos - takenNanos > patience.stalled().toNanos() || keepsOthersOut(nowNanos)) {
            // It does not read, so there is nobody to tell.
            context().close();
        } else {
            exchanges().forEach(exchange -> exchange.look(nowNanos));
            if (idleNanos(nowNanos) > router.idle().toNanos()) {
                leave();
            }
        }
    }

    /** It lets its answers pile up, and the door is full. */
    private boolean keepsOthersOut(long nowNanos) {
        Channel channel = context().channel();
        return nowNanos - takenNanos > UNREAD_NANOS
                && channel.bytesBeforeUnwritable() < channel.config().getWriteBufferHighWaterMark() / 2
                && router.held().isFull();
    }

    private long idleNanos(long nowNanos) {
        int last = connection().remote().lastStreamCreated();
        if (connection().numActiveStreams() > 0 || last != lastSeen) {
            lastSeen = last;
            busyNanos = nowNanos;
        }
        return nowNanos - busyNanos;
    }

    // The client has taken something when what was last in the queue to its socket at an earlier look has left it.
    private void noteProgress(long nowNanos) {
        Channel channel = context().channel();
        if (channel.bytesBeforeUnwritable() >= channel.config().getWriteBufferHighWaterMark()) {
            takenNanos = nowNanos;
        } else if (!waitsForTaken) {
            waitsForTaken = true;
            context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
                waitsForTaken = false;
                takenNanos = housekeeping().roughNanos();
            });
        }
    }

    // The codec holds DATA back while the queue to the socket is long, but nothing holds back HEADERS. So a client that
    // lets them pile up is not read from either.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        if (!broken) {
            ctx.channel().config().setAutoRead(ctx.channel().isWritable());
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

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (broken) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(ctx, message);
        }
    }

    // GOAWAY says why. What is on its way to us meanwhile is read and thrown away: were it left
    // unread, the kernel would reset the connection, and the client would lose the GOAWAY.
    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (broken) {
            return;
        }
        broken = true;
        ctx.channel().config().setAutoRead(true);
        Http2Error code = error == null ? Http2Error.INTERNAL_ERROR : error.error();
        String why = String.valueOf((error == null ? cause : error).getMessage());
        // By the writer itself: the codec's own way closes at once.
        ChannelFuture said = encoder()
                .frameWriter()
                .writeGoAway(
                        ctx,
                        connection().remote().lastStreamCreated(),
                        code.code(),
                        Unpooled.copiedBuffer(why, UTF_8),
                        ctx.newPromise());
        ctx.flush();
        exchanges().forEach(exchange -> exchange.clientReset(Http2Error.CANCEL.code()));
        said.addListener(_ -> {
            if (ctx.channel() instanceof SocketChannel socket && ctx.pipeline().get(SslHandler.class) == null) {
                socket.shutdownOutput();
            }
        });
        ctx.executor().schedule(() -> ctx.close(), GOAWAY_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    // A client that breaks the rules on one stream after another makes us cancel its requests without
    // sending RST_STREAM itself (CVE-2025-8671, "MadeYouReset"). It counts all the same.
    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException broken) {
        if (!outbound && gate.isLate(broken)) {
            return;
        }
        super.onStreamError(ctx, outbound, cause, broken);
        try {
            if (!outbound) {
                errors.count();
            }
        } catch (Http2Exception tooMany) {
            onError(ctx, false, tooMany);
        }
    }

    // RFC 9113 §5.1.2: a stream too many is refused; no rule is broken before our SETTINGS have been read. It closes at
    // once and not when RST_STREAM has left: what a client has sent in one go would count as open until then.
    private void refuse(Http2Stream tooMany) {
        reset(tooMany, Http2Error.REFUSED_STREAM.code());
        tooMany.close();
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
            if (connection().remote().numActiveStreams() > limits().streams()) {
                refuse(stream);
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
