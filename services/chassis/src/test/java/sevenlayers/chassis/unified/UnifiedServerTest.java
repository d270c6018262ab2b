package sevenlayers.chassis.unified;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.server.ChassisContract;
import sevenlayers.chassis.server.Eventually;

@QuarkusTest
@TestProfile(UnifiedServerTest.Pod.class)
class UnifiedServerTest extends ChassisContract {
    /** What the pod is told. */
    public static final class Pod implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lab.pod", "test-7", "lab.address", "127.0.0.1", "lab.port", "0");
        }
    }

    @Inject
    ConnectionTable connections;

    @Inject
    Readiness readiness;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void http_on_the_same_port_says_ready_and_counts_calls() throws Exception {
        calls_on_one_channel_share_a_connection_that_counts_them_and_grows_older();

        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
        Eventually.holds(() -> metrics()
                .contains(
                        "lab_calls_seconds_count{method=\"sevenlayers.chassis.v1.PodService/WhoAmI\",status=\"OK\"}"));
        readiness.set(false);
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    }

    private String metrics() {
        try {
            return get("/q/metrics").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    protected int port() {
        return port;
    }

    @Override
    protected ConnectionTable connections() {
        return connections;
    }

    @Override
    protected Readiness readiness() {
        return readiness;
    }
}
