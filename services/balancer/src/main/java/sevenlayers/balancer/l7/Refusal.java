package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells a client that the door is full, and closes. It costs no codec. Where TLS is spoken, too, the client's first bytes are waited for:
 * they say in which of the two it would be understood.
 */
final class Refusal extends ByteToMessageDecoder {
    /** RFC 8446 §6.2: internal_error, "unrelated to the peer or the correctness of the protocol". */
    private static final int TLS_INTERNAL_ERROR = 80;

    private final String sentence;
    private final boolean tls;
    private final Duration patience;

    /**
     * Of one connection.
     *
     * @param tls whether the client may speak TLS
     * @param patience how long it may take to say which it speaks
     */
    Refusal(String sentence, boolean tls, Duration patience) {
        this.sentence = sentence;
        this.tls = tls;
        this.patience = patience;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (tls) {
            ctx.executor().schedule(() -> ctx.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            sayInHttp2(ctx);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 2) {
            return;
        }
        boolean speaksTls = Greeting.isTls(in);
        in.skipBytes(in.readableBytes());
        if (speaksTls) {
            close(ctx, ctx.writeAndFlush(Greeting.tlsAlert(TLS_INTERNAL_ERROR)));
        } else {
            sayInHttp2(ctx);
        }
    }

    private void sayInHttp2(ChannelHandlerContext ctx) {
        try (DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter()) {
            // RFC 9113 §3.4: SETTINGS first. §6.8: the last stream is 0, so that everything may be tried elsewhere.
            writer.writeSettings(ctx, new Http2Settings(), ctx.newPromise());
            ChannelFuture said = writer.writeGoAway(
                    ctx,
                    0,
                    Http2Error.ENHANCE_YOUR_CALM.code(),
                    Unpooled.copiedBuffer(sentence, UTF_8),
                    ctx.newPromise());
            ctx.flush();
            close(ctx, said);
        }
    }

    private void close(ChannelHandlerContext ctx, ChannelFuture said) {
        ctx.pipeline().replace(this, null, new LastWord(said));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
