package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;

/** Tells a client that the door is full, and closes. It costs no codec. */
final class Refusal extends ChannelInboundHandlerAdapter {
    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
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
            ctx.pipeline().replace(this, null, new LastWord(said));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
