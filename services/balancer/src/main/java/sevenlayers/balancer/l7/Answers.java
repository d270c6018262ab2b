package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a peer can make us remember by what it says: answers that it does not read (CVE-2019-9512, CVE-2019-9515), and a table
 * of headers for it.
 */
final class Answers extends DecoratingHttp2ConnectionEncoder {
    /** The protocol's own size, in bytes, of the table that headers are compressed with. */
    private static final long HEADER_TABLE_BYTES = 4_096;

    /** Bytes that one DATA frame carries at most unless the peer asks for more. */
    private static final int FRAME_BYTES = 16_384;

    private final int most;
    private final Http2FrameWriter resets;
    private @Nullable Http2LifecycleManager lifecycle;
    private int unread;
    private long dataFrames;

    Answers(Http2ConnectionEncoder encoder, int most, StreamHistory history) {
        super(encoder);
        this.most = most;
        this.resets = new DecoratingHttp2FrameWriter(encoder.frameWriter()) {
            @Override
            public ChannelFuture writeRstStream(
                    ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
                history.reset(streamId);
                return super.writeRstStream(ctx, streamId, errorCode, counted(ctx, promise));
            }
        };
    }

    @Override
    public void lifecycleManager(Http2LifecycleManager manager) {
        lifecycle = manager;
        super.lifecycleManager(manager);
    }

    /** DATA frames so far. */
    long dataFrames() {
        return dataFrames;
    }

    // RFC 7541 §4.2: "an encoder can choose to use less capacity than this maximum size". We would have to fill what a
    // peer allows, be it gigabytes.
    @Override
    public void remoteSettings(Http2Settings settings) throws Http2Exception {
        Long table = settings.headerTableSize();
        if (table != null && table > HEADER_TABLE_BYTES) {
            settings.headerTableSize(HEADER_TABLE_BYTES);
        }
        super.remoteSettings(settings);
    }

    // RFC 9113 §5.1.2: a stream too many is an error of that stream. The codec, told of
    // the limit, never opens it, and what follows on it is an error of the connection. So
    // the limit is not the codec's to keep, but ClientConnection's.
    @Override
    public @Nullable Http2Settings pollSentSettings() {
        Http2Settings sent = super.pollSentSettings();
        if (sent != null) {
            sent.remove(Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS);
        }
        return sent;
    }

    @Override
    public ChannelFuture writeData(
            ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean end, ChannelPromise promise) {
        dataFrames += 1 + data.readableBytes() / FRAME_BYTES;
        return super.writeData(ctx, streamId, data, padding, end, promise);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        return super.writeSettingsAck(ctx, counted(ctx, promise));
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        return super.writePing(ctx, ack, data, ack ? counted(ctx, promise) : promise);
    }

    // The codec's own way to every reset, ours and those for broken rules.
    @Override
    public Http2FrameWriter frameWriter() {
        return resets;
    }

    private ChannelPromise counted(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (++unread == most) {
            ctx.flush(); // perhaps they only wait for us
        }
        if (unread == most && lifecycle != null) {
            lifecycle.onError(ctx, true, Rate.tooMany("more than " + most + " answers wait to be read"));
        }
        return promise.unvoid().addListener(_ -> unread--);
    }
}
