package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Tells a client that the door is full, and closes. It costs no codec. What the client has sent is thrown away, not left unread: the kernel
 * would then reset the connection, and the GOAWAY with it.
 */
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
            writer.writeGoAway(
                    ctx,
                    0,
                    Http2Error.ENHANCE_YOUR_CALM.code(),
                    Unpooled.copiedBuffer(sentence, UTF_8),
                    ctx.newPromise());
        }
        ctx.flush();
        ((SocketChannel) ctx.channel()).shutdownOutput();
        ctx.executor().schedule(() -> ctx.close(), Http2Peer.GOAWAY_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
