package sevenlayers.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.Discovery;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.Source;

class ServiceAccountTest {
    private static final Map<String, String> POD =
            Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "443");

    @TempDir
    private Path folder;

    @Test
    void aPodAsksTheServerThatItWasTold() throws Exception {
        account("a-token\n");
        Config config = new ServiceAccount(POD::get, folder).config();
        assertThat(config.getMasterUrl()).startsWith("https://10.96.0.1:443");
        assertThat(config.getNamespace()).isEqualTo("seven-layers");
        assertThat(config.getCaCertFile()).isEqualTo(folder.resolve("ca.crt").toString());
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("a-token");
    }

    @Test
    void aTokenThatIsRenewedIsRead() throws Exception {
        account("old");
        Config config = new ServiceAccount(POD::get, folder).config();
        account("new");
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("new");
    }

    @Test
    void elsewhereNoClusterIsAskedWhateverKubectlSays() throws Exception {
        assertThatThrownBy(new ServiceAccount(POD::get, folder)::config)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no " + folder.resolve("token"));
        account("a-token");
        assertThatThrownBy(new ServiceAccount(_ -> null, folder)::config)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("KUBERNETES_SERVICE_PORT are not set; allowed here: names and addresses");
    }

    @Test
    void aSourceThatNoClusterKnowsIsRefusedAtOnce() {
        Vertx vertx = Vertx.vertx();
        Cluster none =
                new ClusterClient(vertx, new ServiceAccount(_ -> null, folder)::config, EndpointSlices.Pauses.DEFAULT);
        try (PodNames pods = new PodNames(_ -> Optional.empty());
                Discovery discovery = new Discovery(
                        Source.parse("k8s:///node:9000"),
                        (_, _) -> List.of(),
                        none,
                        pods,
                        _ -> false,
                        Duration.ofSeconds(1),
                        List.of(new Registry()))) {
            assertThatThrownBy(() -> discovery.ask(Duration.ofMinutes(10)))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageStartingWith("the balancer is not in a Kubernetes cluster");
        } finally {
            vertx.close();
        }
    }

    private void account(String token) throws Exception {
        Files.writeString(folder.resolve("token"), token);
        Files.writeString(folder.resolve("namespace"), "seven-layers");
    }
}
