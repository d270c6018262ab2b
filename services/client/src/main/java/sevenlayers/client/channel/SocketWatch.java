package sevenlayers.client.channel;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import java.util.List;
import sevenlayers.client.http2.GoAway;
import sevenlayers.client.http2.GoAwayScanner;
import sevenlayers.client.v1.ChannelEvent.Kind;

/**
 * Sits next to the socket, before grpc-java's handlers, and tells the watch of each GOAWAY frame as it arrives and of the connection's
 * end. grpc-java itself folds both into a status and drops the debug data unless a call fails by it. Changes no byte.
 */
final class SocketWatch extends ChannelDuplexHandler {

    private final ChannelWatch watch;
    private final GoAwayScanner scanner = new GoAwayScanner(this::goAway);
    private String local = "";
    private String remote = "";
    private boolean goneAway;
    private String why = "";

    SocketWatch(ChannelWatch watch) {
        this.watch = watch;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        local = Addresses.text(context.channel().localAddress());
        remote = Addresses.text(context.channel().remoteAddress());
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            scanner.scan(bytes.nioBuffer());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        because("closed by this client");
        context.close(promise);
    }

    @Override
    @SuppressWarnings(
            "deprecation") // only ChannelHandler's own declaration is; an inbound handler's is how errors arrive
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        because(String.valueOf(cause.getMessage()));
        context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        because("closed by the other end");
        watch.tell(
                Kind.KIND_DISCONNECTED,
                List.of(remote),
                "",
                "connection from " + local + ": " + why + (goneAway ? ", after GOAWAY" : ""));
        context.fireChannelInactive();
    }

    private void goAway(GoAway frame) {
        goneAway = true;
        watch.tell(Kind.KIND_GOAWAY, List.of(remote), "", "connection from " + local + ": " + frame.inWords());
    }

    /** The first reason is the reason; what follows is its consequence. */
    private void because(String reason) {
        if (why.isEmpty()) {
            why = reason;
        }
    }
}
