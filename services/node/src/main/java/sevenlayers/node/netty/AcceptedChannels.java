package sevenlayers.node.netty;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import sevenlayers.node.connection.AgeLimits;
import sevenlayers.node.connection.Lives;

/** The connections that a server has accepted and that are open, and the age limits that hold for all of them. */
public final class AcceptedChannels implements ChannelFactory<ServerChannel> {

    private final Set<AcceptedChannel> open = ConcurrentHashMap.newKeySet();
    private final Lives lives;
    private final RandomGenerator random;
    private volatile AgeLimits limits = AgeLimits.NONE;

    /**
     * None so far.
     *
     * @param random draws by how much each connection's age differs; used by several threads
     */
    public AcceptedChannels(Lives lives, RandomGenerator random) {
        this.lives = lives;
        this.random = random;
    }

    /** Makes the listening channel of a server whose connections are to be here. */
    @Override
    public ServerChannel newChannel() {
        ServerChannel listening = new NioServerSocketChannel();
        // Before the bootstrap adds its acceptor: so this handler sees an
        // accepted channel while its pipeline is still empty.
        listening.pipeline().addLast(new Acceptance());
        return listening;
    }

    /** Turns the limits for the open connections and for those to come. */
    public void turn(AgeLimits turned) {
        limits = turned;
        open.forEach(accepted -> accepted.turn(turned));
    }

    /** From now on limits that are turned reach this channel, which is on its event loop; returns those that hold now. */
    AgeLimits join(AcceptedChannel channel) {
        open.add(channel);
        return limits;
    }

    void leave(AcceptedChannel channel) {
        open.remove(channel);
    }

    @ChannelHandler.Sharable
    private final class Acceptance extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel channel) {
                channel.pipeline().addLast(new AcceptedChannel(channel, AcceptedChannels.this, lives, random));
            }
            context.fireChannelRead(message);
        }
    }
}
