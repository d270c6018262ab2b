package sevenlayers.balancer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The client of the API server, made when it is first asked for: a balancer that looks names up needs none of its classes.
 *
 * <p>It runs on the event loops that Quarkus has anyway, keeps no connection but its watches, and does not load the thousand types that
 * Kubernetes has: the one that is asked for says what it is.
 */
final class ClusterClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Vertx vertx;
    private @Nullable KubernetesClient client;

    ClusterClient(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Where the API server is, and who asks, is what the pod was given: its service account. */
    synchronized KubernetesClient get() {
        KubernetesClient made = client;
        if (made == null) {
            made = new KubernetesClientBuilder()
                    .withConfig(new ConfigBuilder()
                            .withConnectionTimeout(TIMEOUT_MILLIS)
                            .withRequestTimeout(TIMEOUT_MILLIS)
                            // Whoever asks decides when to ask again.
                            .withRequestRetryBackoffLimit(0)
                            .withWatchReconnectLimit(0)
                            .withOnlyHttpWatches(true)
                            .build())
                    .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                    .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), false))
                    .withTaskExecutor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
            client = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
