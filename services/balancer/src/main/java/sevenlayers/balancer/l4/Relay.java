package sevenlayers.balancer.l4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a pair of connections: what this side says, the peer is told.
 *
 * <p>Both sides have {@code autoRead} off and live on one event loop. A side is read only while its peer is writable, so what waits
 * in between is at most the peer's high-water mark and one read: the slower side's TCP window does the rest.
 *
 * <p>An end of input (FIN) becomes an end of output on the peer, after all that was read; the other direction goes on. An
 * abort (RST) becomes an abort.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private final Pair pair;
    private @Nullable Notice notice;

    /** @param notice looks at what passes first; null: nobody does */
    Relay(Pair pair, @Nullable Notice notice) {
        this.pair = pair;
        this.notice = notice;
    }

    private SocketChannel peer(ChannelHandlerContext ctx) {
        return pair.peerOf((SocketChannel) ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        pair.touch(System.nanoTime());
        pass((ByteBuf) message, peer(ctx));
    }

    /** Takes over the buffer. */
    void pass(ByteBuf bytes, SocketChannel peer) {
        if (notice != null && bytes.isReadable() && !notice.look(bytes)) {
            notice = null;
        }
        peer.write(bytes, peer.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        SocketChannel peer = peer(ctx);
        peer.flush();
        if (peer.isWritable()) {
            ctx.read();
        }
    }

    /** This side drains: its peer may be read again. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            pair.touch(System.nanoTime());
            peer(ctx).read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endOutputOf(peer(ctx), (SocketChannel) ctx.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeAfterWrites(peer(ctx));
    }

    /** Whatever broke, neither end may take what it has got for the whole. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        pair.abort();
    }

    /** RFC 9293 §3.6: the one who closes may go on receiving until the other end closes, too. */
    private void endOutputOf(SocketChannel peer, SocketChannel self) {
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(_ -> peer.shutdownOutput().addListener(_ -> {
                    if (self.isOutputShutdown()) {
                        pair.close();
                    }
                }));
    }

    private static void closeAfterWrites(Channel channel) {
        if (channel.isActive()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes so that the other end sees RST, as it would have without us in between. */
    static void abort(SocketChannel channel) {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }
}
