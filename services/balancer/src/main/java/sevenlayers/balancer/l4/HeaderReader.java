package sevenlayers.balancer.l4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.proxyprotocol.MalformedHeader;
import sevenlayers.balancer.proxyprotocol.ProxyHeader;

/** Reads the PROXY header that a connection begins with, then leaves the pipeline. */
final class HeaderReader extends ChannelInboundHandlerAdapter {
    private final L4Connection connection;
    private ByteBuf seen = Unpooled.EMPTY_BUFFER;
    private @Nullable Future<?> limit;
    private boolean done;

    HeaderReader(L4Connection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        limit = ctx.executor()
                .schedule(
                        () -> refuse(ctx, "no PROXY header came within " + Limits.HEADER_WITHIN.toSeconds() + " s"),
                        Limits.HEADER_WITHIN.toNanos(),
                        TimeUnit.NANOSECONDS);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // What follows the header in the same read stays in this buffer, in order.
        // It is copied: a header may come byte by byte, and each byte would keep a whole receive buffer.
        seen = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), seen, (ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (done) {
            return;
        }
        ByteBuffer bytes = seen.nioBuffer();
        try {
            Optional<ProxyHeader> header = ProxyHeader.parse(bytes);
            if (header.isEmpty()) {
                ctx.read();
                return;
            }
            seen.skipBytes(bytes.position());
            ByteBuf rest = seen;
            seen = Unpooled.EMPTY_BUFFER;
            end(ctx);
            connection.introduced(header.get(), rest);
        } catch (MalformedHeader e) {
            refuse(ctx, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse(ctx, "the connection ended before its PROXY header was complete");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(ctx, "the connection broke before its PROXY header was complete");
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        if (!done) {
            end(ctx);
            connection.refuse(why);
        }
    }

    private void end(ChannelHandlerContext ctx) {
        done = true;
        if (limit != null) {
            limit.cancel(false);
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        done = true;
        if (limit != null) {
            limit.cancel(false);
        }
        seen.release();
    }
}
