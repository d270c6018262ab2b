package sevenlayers.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.health.Prober.Finding;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.transport.Transport;

/** Probes of real servers. */
@Timeout(60)
class NettyProberTest {
    private final Transport sockets = Transport.nio("probes", 1);
    private final NettyProber prober = new NettyProber(sockets, null);

    @AfterEach
    void close() {
        sockets.close();
    }

    @Test
    void aServerThatServesIsWellAndOneThatDoesNotSaysSo() throws Exception {
        HealthStatusManager health = new HealthStatusManager();
        try (GrpcBackend server = new GrpcBackend(0, builder -> builder.addService(health.getHealthService()))) {
            assertThat(ask(Checks.Kind.GRPC, server.address())).isEmpty();
            assertThat(ask(Checks.Kind.TCP, server.address())).isEmpty();
            health.setStatus("", ServingStatus.NOT_SERVING);
            assertThat(ask(Checks.Kind.GRPC, server.address())).isEqualTo("answered NOT_SERVING");
            health.clearStatus("");
            assertThat(ask(Checks.Kind.GRPC, server.address())).isEqualTo("answered with gRPC status 5");
        }
    }

    @Test
    void aServerWithoutHealthCheckingSaysThatItHasNone() throws Exception {
        try (GrpcBackend server = new GrpcBackend()) {
            assertThat(ask(Checks.Kind.GRPC, server.address())).isEqualTo("answered with gRPC status 12");
        }
    }

    @Test
    void whereNobodyListensTheConnectionIsRefused() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket server = listen()) {
            nobody = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }
        assertThat(ask(Checks.Kind.TCP, nobody)).isEqualTo("connection refused");
        assertThat(ask(Checks.Kind.GRPC, nobody)).isEqualTo("connection refused");
    }

    @Test
    void aServerThatSpeaksSomethingElseHasFailed() throws Exception {
        try (ServerSocket server = listen()) {
            Thread.ofVirtual().start(() -> {
                try (Socket accepted = server.accept()) {
                    accepted.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    accepted.shutdownOutput();
                    accepted.getInputStream().readAllBytes();
                } catch (IOException _) {
                    // The other side had enough.
                }
            });
            assertThat(ask(Checks.Kind.GRPC, new InetSocketAddress(server.getInetAddress(), server.getLocalPort())))
                    .isNotEmpty();
        }
    }

    @Test
    void aProbeThatIsCancelledClosesItsConnection() throws Exception {
        try (ServerSocket server = listen()) {
            Prober.Attempt attempt = prober.start(
                    Checks.Kind.GRPC, new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), _ -> {});
            try (Socket accepted = server.accept()) {
                attempt.cancel();
                accepted.setSoTimeout(10_000);
                accepted.getInputStream().readAllBytes();
            }
        }
    }

    // 192.0.2.1 (RFC 5737) is nobody's address, and so not ours to dial from.
    @Test
    void whatFailsOnOurSideSaysNothingAboutTheServer() throws Exception {
        try (ServerSocket server = listen()) {
            NettyProber nowhere = new NettyProber(sockets, new InetSocketAddress("192.0.2.1", 0));
            InetSocketAddress at = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            CompletableFuture<Finding> told = new CompletableFuture<>();
            nowhere.start(Checks.Kind.TCP, at, told::complete);
            assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(Finding.NotAsked.class);
        }
    }

    /** What is wrong; empty if nothing is. */
    private String ask(Checks.Kind how, InetSocketAddress at) throws Exception {
        CompletableFuture<Finding> told = new CompletableFuture<>();
        Prober.Attempt attempt = prober.start(how, at, told::complete);
        try {
            return switch (told.get(20, TimeUnit.SECONDS)) {
                case Finding.Well() -> "";
                case Finding.Failed(String why) -> why;
                case Finding.NotAsked(String why) -> throw new AssertionError("not asked: " + why);
            };
        } finally {
            attempt.cancel();
        }
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
        return server;
    }
}
