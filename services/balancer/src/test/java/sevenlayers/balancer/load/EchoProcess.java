package sevenlayers.balancer.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import sevenlayers.balancer.transport.Transport;

/** A backend that sends back what it gets. */
final class EchoProcess {
    private EchoProcess() {}

    public static void main(String[] arguments) throws Exception {
        Channel server = Transport.nio("backend", 1)
                .server()
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                ctx.writeAndFlush(message, ctx.voidPromise());
                            }
                        });
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        AskedProcess.serve(Map.of("port", () -> String.valueOf(port)));
    }
}
