package sevenlayers.node;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.identity.PodIdentity;
import sevenlayers.chassis.server.Chassis;
import sevenlayers.chassis.v1.World;
import sevenlayers.node.v1.Knobs;
import sevenlayers.node.v1.KnobsServiceGrpc;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.SetKnobsRequest;
import sevenlayers.node.v1.SetKnobsResponse;

/** A node's server in the test's own process, on a free port, and one channel to it. */
final class RunningNode implements AutoCloseable {

    static final String POD = "node-7";

    final Readiness readiness = new Readiness();
    final ConnectionTable connections = new ConnectionTable();
    final NodeServer server;
    final ManagedChannel channel;

    RunningNode() throws IOException {
        PodIdentity pod = new PodIdentity(
                POD, "node", World.WORLD_PROCESSES, "here", List.of(InetAddress.getLoopbackAddress()), Instant.EPOCH);
        server = NodeServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Chassis(pod, connections, readiness, List.of()),
                new SplittableRandom(7));
        channel = newChannel();
    }

    String target() {
        return "127.0.0.1:" + server.port();
    }

    /** Another channel; the test closes it. */
    ManagedChannel newChannel() {
        return NettyChannelBuilder.forTarget(target()).usePlaintext().build();
    }

    NodeServiceGrpc.NodeServiceBlockingStub node() {
        return NodeServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    KnobsServiceGrpc.KnobsServiceBlockingStub knobs() {
        return KnobsServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    SetKnobsResponse turn(Knobs.Builder knobs) {
        return knobs().setKnobs(SetKnobsRequest.newBuilder().setKnobs(knobs).build());
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow();
        server.close();
    }
}
