package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees each frame of a client before Netty's codec does: counts those that cost us and bring the client nothing, and refuses HEADERS
 * where the codec would be too kind (RFC 9113 §5.1).
 */
final class FrameGate implements Http2FrameReader {
    /** WINDOW_UPDATE frames that a connection may begin with. */
    private static final int FIRST_WINDOW_UPDATES = 100;

    private final Http2FrameReader reader;
    private final Http2Connection connection;
    private final Answers answers;
    private final StreamHistory history;
    private final Limits.Rates rates;
    private final LongSupplier nanoTime;
    private final Rate resets;
    private final Rate settings;
    private final Rate pings;

    private @Nullable Gated gated;
    private @Nullable ByteBuf input;
    private int frameEnd;
    private boolean unfinished;
    private long unfinishedSince;
    private long opened;
    private long priorities;
    private long windowUpdates;
    private int emptyData;

    FrameGate(
            Http2FrameReader reader,
            Http2Connection connection,
            Answers answers,
            StreamHistory history,
            Limits.Rates rates,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.connection = connection;
        this.answers = answers;
        this.history = history;
        this.rates = rates;
        this.nanoTime = nanoTime;
        this.resets = new Rate("RST_STREAM frames", rates.resets(), nanoTime);
        this.settings = new Rate("SETTINGS frames", rates.settings(), nanoTime);
        this.pings = new Rate("PING frames", rates.pings(), nanoTime);
    }

    /** How long, in nanoseconds, the client has been in the middle of a frame or of a header block; 0 if it is not. */
    long unfinishedNanos() {
        return unfinished ? Math.max(1, nanoTime.getAsLong() - unfinishedSince) : 0;
    }

    /**
     * Whether a stream is broken only because a frame came that was on its way when we reset it. RFC 9113 §5.1: such frames are
     * to be ignored.
     */
    boolean isLate(Http2Exception.StreamException broken) {
        return broken.error() == Http2Error.STREAM_CLOSED && history.wasReset(broken.streamId());
    }

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener) throws Http2Exception {
        if (gated == null || gated.codec != listener) {
            gated = new Gated(listener);
        }
        input = in;
        frameEnd = -1;
        try {
            reader.readFrame(ctx, in, gated);
        } catch (Http2Exception e) {
            // A frame that breaks its stream was read whole.
            frameEnd = in.readerIndex();
            throw e;
        } finally {
            input = null;
            noteUnfinished(in);
        }
    }

    private void noteUnfinished(ByteBuf in) {
        boolean begun = in.writerIndex() > Math.max(frameEnd, 0);
        if (begun && (!unfinished || frameEnd >= 0)) {
            unfinishedSince = nanoTime.getAsLong();
        }
        unfinished = begun;
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }

    private void mayReceiveHeaders(int id) throws Http2Exception {
        Http2Stream stream = connection.stream(id);
        int last = connection.remote().lastStreamCreated();
        if (stream == null && id > last) {
            history.opened(id, last);
            opened++;
        } else if (stream == null && connection.remote().isValidStreamId(id) && !history.wasReset(id)) {
            throw Http2Exception.connectionError(
                    history.errorOfHeaders(id), "HEADERS for stream %d, and the last one was %d", id, last);
        } else if (stream != null && stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE && !stream.isResetSent()) {
            // RFC 9113 §5.1, half-closed (remote): "it MUST respond with a stream error of type STREAM_CLOSED".
            throw Http2Exception.streamError(id, Http2Error.STREAM_CLOSED, "HEADERS after the end of stream %d", id);
        }
    }

    private final class Gated extends Http2FrameListenerDecorator {
        private final Http2FrameListener codec;

        Gated(Http2FrameListener codec) {
            super(codec);
            this.codec = codec;
        }

        private void complete() {
            if (input != null) {
                frameEnd = input.readerIndex();
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws Http2Exception {
            complete();
            mayReceiveHeaders(streamId);
            super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
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
                boolean endOfStream)
                throws Http2Exception {
            complete();
            mayReceiveHeaders(streamId);
            super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
                throws Http2Exception {
            complete();
            if (data.isReadable() || endOfStream) {
                emptyData = 0;
            } else if (++emptyData > rates.emptyData()) {
                throw Rate.tooMany("more than " + rates.emptyData() + " empty DATA frames in a row");
            }
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }

        @Override
        public void onPriorityRead(
                ChannelHandlerContext ctx, int streamId, int streamDependency, short weight, boolean exclusive)
                throws Http2Exception {
            complete();
            if (++priorities > rates.priorities() * (1 + opened)) {
                throw Rate.tooMany("more than " + rates.priorities() + " PRIORITY frames a stream");
            }
            super.onPriorityRead(ctx, streamId, streamDependency, weight, exclusive);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
            complete();
            resets.count();
            super.onRstStreamRead(ctx, streamId, errorCode);
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
            complete();
            super.onSettingsAckRead(ctx);
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings values) throws Http2Exception {
            complete();
            settings.count();
            super.onSettingsRead(ctx, values);
        }

        @Override
        public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
            complete();
            pings.count();
            super.onPingRead(ctx, data);
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
            complete();
            super.onPingAckRead(ctx, data);
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData)
                throws Http2Exception {
            complete();
            super.onGoAwayRead(ctx, lastStreamId, errorCode, debugData);
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
            complete();
            if (++windowUpdates > FIRST_WINDOW_UPDATES + rates.windowUpdates() * (opened + answers.dataFrames())) {
                throw Rate.tooMany("more than " + rates.windowUpdates() + " WINDOW_UPDATE frames a DATA frame");
            }
            super.onWindowUpdateRead(ctx, streamId, increment);
        }

        @Override
        public void onUnknownFrame(
                ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
                throws Http2Exception {
            complete();
            super.onUnknownFrame(ctx, frameType, streamId, flags, payload);
        }
    }
}
