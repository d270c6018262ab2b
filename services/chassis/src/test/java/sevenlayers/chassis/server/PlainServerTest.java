package sevenlayers.chassis.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sevenlayers.chassis.call.EndedCall;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.health.Readiness;

class PlainServerTest extends ChassisContract {
    private final List<EndedCall> ended = new CopyOnWriteArrayList<>();
    private final ConnectionTable connections = new ConnectionTable();
    private final Readiness readiness = new Readiness();
    private @Nullable PlainServer server;

    @Override
    protected void startServer() throws Exception {
        server = PlainServer.start(
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)),
                new Chassis(TestPod.IDENTITY, connections, readiness, List.of(ended::add)),
                List.of(new Backend()));
    }

    @AfterEach
    void stop() throws Exception {
        server().awaitIdle(Duration.ZERO);
    }

    @Test
    void channelz_knows_the_server() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port())
                .usePlaintext()
                .build();
        try {
            assertThat(ChannelzGrpc.newBlockingStub(channel)
                            .getServers(GetServersRequest.getDefaultInstance())
                            .getServerList())
                    .isNotEmpty();
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    protected int port() {
        return server().port();
    }

    @Override
    protected ConnectionTable connections() {
        return connections;
    }

    @Override
    protected Readiness readiness() {
        return readiness;
    }

    private PlainServer server() {
        return Objects.requireNonNull(server, "startServer comes first");
    }
}
