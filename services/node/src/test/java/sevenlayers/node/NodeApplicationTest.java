package sevenlayers.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
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

    private void turn(Knobs.Builder knobs) {
        assertThat(KnobsServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .setKnobs(SetKnobsRequest.newBuilder().setKnobs(knobs).build())
                        .getPod())
                .isEqualTo("node-5");
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(requireNonNull(http).resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
