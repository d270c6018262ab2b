package sevenlayers.balancer.l7;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which we have said our last word. What the client sends meanwhile is thrown away, not left unread: the kernel
 * would then reset the connection, and what we said would be lost with it.
 */
final class LastWord extends ChannelInboundHandlerAdapter {
    private final ChannelFuture said;

    LastWord(ChannelFuture said) {
        this.said = said;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        said.addListener(_ -> {
            if (ctx.channel() instanceof SocketChannel socket && ctx.pipeline().get(SslHandler.class) == null) {
                socket.shutdownOutput();
            }
        });
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
