package sevenlayers.chassis.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.chassis.connection.ConnectionListener;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.drain.Drain;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.v1.Connection;

class PlainDrainTest {
    private final Readiness readiness = new Readiness();
    private final ConnectionTable connections = new ConnectionTable();

    @Test
    @Timeout(60)
    void a_plain_server_leaves_without_losing_a_call() throws Exception {
        Drain drain = new Drain(readiness, Duration.ofSeconds(1), Duration.ofSeconds(20));
        PlainServer server = server();
        drain.add(server);
        List<ConnectionListener.Cause> closed = new java.util.concurrent.CopyOnWriteArrayList<>();
        connections.listen(new ConnectionListener() {
            @Override
            public void closed(Connection connection, Cause cause, String detail) {
                closed.add(cause);
            }
        });
        CompletableFuture<Void> left = new CompletableFuture<>();
        try (DrainContract contract = new DrainContract(server.port())) {
            contract.holds(
                    () -> Thread.ofVirtual().start(() -> {
                        drain.run();
                        left.complete(null);
                    }),
                    left,
                    true);
        }
        assertThat(closed).contains(ConnectionListener.Cause.DRAIN);
    }

    @Test
    @Timeout(60)
    void a_call_that_does_not_end_is_cut_off_at_the_limit() throws Exception {
        Drain drain = new Drain(readiness, Duration.ZERO, Duration.ofMillis(300));
        PlainServer server = server();
        drain.add(server);
        io.grpc.ManagedChannel channel = io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        var answers = sevenlayers.node.v1.NodeServiceGrpc.newBlockingStub(channel)
                .streamWork(sevenlayers.node.v1.StreamWorkRequest.getDefaultInstance());
        answers.next();
        drain.run();

        Eventually.holds("the stream was cut off", () -> connections.open().isEmpty());
        channel.shutdownNow();
    }

    @Test
    @Timeout(60)
    void a_connection_that_never_spoke_does_not_hold_up_the_drain() throws Exception {
        PlainServer server = server();
        new java.net.Socket("127.0.0.1", server.port()).close();
        server.goAway();

        assertThat(server.awaitIdle(Duration.ofSeconds(10))).isTrue();
    }

    private PlainServer server() throws Exception {
        return PlainServer.start(
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)),
                new Chassis(TestPod.IDENTITY, connections, readiness, List.of()),
                List.of(new Backend()));
    }
}
