package sevenlayers.labs.agent;

import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import sevenlayers.lab.v1.CourseServiceGrpc;
import sevenlayers.lab.v1.WorldServiceGrpc;
import sevenlayers.labs.world.Layout;

/** A channel to the agent that shows the token with every call. */
public final class AgentClient implements AutoCloseable {

    /** gRPC tells at level INFO which of Netty's transports it found: nothing for a student. Held, or the setting is collected. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        GRPC.setLevel(Level.WARNING);
    }

    private final ManagedChannel channel;
    private final CallCredentials credentials;

    /** Dials nothing yet: the first call does. */
    public AgentClient(int port, Token token) {
        this.channel = NettyChannelBuilder.forAddress(new InetSocketAddress(Layout.HOST, port))
                .usePlaintext()
                .maxInboundMessageSize(16 << 20)
                .build();
        this.credentials = new Bearer(token);
    }

    public WorldServiceGrpc.WorldServiceBlockingStub world() {
        return withToken(WorldServiceGrpc.newBlockingStub(channel));
    }

    public CourseServiceGrpc.CourseServiceBlockingStub course() {
        return withToken(CourseServiceGrpc.newBlockingStub(channel));
    }

    /** For RunLab, whose requests and answers interleave: its {@code runLab()} gives a call to write to and read from. */
    public CourseServiceGrpc.CourseServiceBlockingV2Stub courseV2() {
        return withToken(CourseServiceGrpc.newBlockingV2Stub(channel));
    }

    /** {@code stub} with the token in every call. */
    public <S extends AbstractStub<S>> S withToken(S stub) {
        return stub.withCallCredentials(credentials);
    }

    public ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Bearer extends CallCredentials {

        private final Metadata metadata = new Metadata();

        Bearer(Token token) {
            metadata.put(TokenInterceptor.AUTHORIZATION, token.authorization());
        }

        @Override
        public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
            applier.apply(metadata);
        }
    }
}
