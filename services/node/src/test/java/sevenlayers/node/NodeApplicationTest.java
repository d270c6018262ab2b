package sevenlayers.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sevenlayers.chassis.v1.PodServiceGrpc;
import sevenlayers.chassis.v1.WhoAmIRequest;
import sevenlayers.node.v1.Knobs;
import sevenlayers.node.v1.KnobsServiceGrpc;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.SetKnobsRequest;
import sevenlayers.node.v1.WorkRequest;

/** The application as a whole: gRPC on its own port, health and metrics over HTTP on another. */
@QuarkusTest
@TestProfile(NodeApplicationTest.AnyPort.class)
class NodeApplicationTest {

    /** A pod with a name of its own, on free ports. */
    public static class AnyPort implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lab.pod", "node-5", "lab.address", "127.0.0.1", "lab.port", "0", "lab.drain.accept", "PT0S");
        }
    }

    @Inject
    NodeApplication application;

    @Nullable
    @TestHTTPResource("/q/")
    URI http;

    private ManagedChannel channel;

    @BeforeEach
    void dial() {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", application.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void hangUp() {
        channel.shutdownNow();
    }

    @Test
    void it_answers_and_its_readiness_knob_reaches_the_http_health_page() throws Exception {
        var answer = NodeServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .work(WorkRequest.getDefaultInstance());
        assertThat(answer.getAnswer().getPod()).isEqualTo("node-5");
        assertThat(get("health/ready").statusCode()).isEqualTo(200);
        turn(Knobs.newBuilder().setReady(false));
        assertThat(get("health/ready").statusCode()).isEqualTo(503);
        assertThat(get("health/live").statusCode()).isEqualTo(200);
        turn(Knobs.newBuilder().setReady(true));
        assertThat(get("health/ready").statusCode()).isEqualTo(200);
        assertThat(get("metrics").body()).contains("NodeService");
    }

    @Test
    void the_http_port_refuses_grpc() {
        ManagedChannel wrong = NettyChannelBuilder.forAddress(
                        "127.0.0.1", requireNonNull(http).getPort())
                .usePlaintext()
                .build();
        try {
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> PodServiceGrpc.newBlockingStub(wrong)
                            .withDeadlineAfter(30, TimeUnit.SECONDS)
                            .whoAmI(WhoAmIRequest.getDefaultInstance()))
                    .satisfies(
                            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED))
                    .withMessageContaining("404");
        } finally {
            wrong.shutdownNow();
        }
    }

    @Test
    void the_grpc_port_refuses_http() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> get(URI.create("http://127.0.0.1:" + application.port() + "/q/health/ready")));
    }

    private void turn(Knobs.Builder knobs) {
        assertThat(KnobsServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .setKnobs(SetKnobsRequest.newBuilder().setKnobs(knobs).build())
                        .getPod())
                .isEqualTo("node-5");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(requireNonNull(http).resolve(path));
    }

    private static HttpResponse<String> get(URI page) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
