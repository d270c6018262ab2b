package sevenlayers.balancer.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.Found;
import sevenlayers.balancer.backend.ServiceSource;

/**
 * The cluster that this pod belongs to. The client of its API server is made when it is first needed: a balancer that looks names up
 * needs none of its classes.
 *
 * <p>It runs on the event loops that Quarkus has anyway, and does not load the thousand types that Kubernetes has: the one that is asked for
 * is known beforehand.
 */
public final class ClusterClient implements Cluster, AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Vertx vertx;
    private final Supplier<Config> access;
    private final EndpointSlices.Pauses pauses;
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable KubernetesClient client;

    /** Where the API server is, and who asks, is what the pod was given: its service account, and nobody else's. */
    public ClusterClient(Vertx vertx) {
        this(vertx, ServiceAccount.own()::config, EndpointSlices.Pauses.DEFAULT);
    }

    ClusterClient(Vertx vertx, Supplier<Config> access, EndpointSlices.Pauses pauses) {
        this.vertx = vertx;
        this.access = access;
        this.pauses = pauses;
    }

    @Override
    public void requireHere() throws UnknownHostException {
        try {
            Config _ = access.get();
        } catch (IllegalStateException e) {
            throw new UnknownHostException(e.getMessage());
        }
    }

    @Override
    public Following follow(ServiceSource service, Consumer<Found> told) {
        return new EndpointSlices(this::client, service, told, pauses).start();
    }

    /** By itself it would look through every library for types, and load them all. */
    private static KubernetesSerialization types() {
        KubernetesSerialization types = new KubernetesSerialization(new ObjectMapper(), false);
        List.of(EndpointSlice.class, EndpointSliceList.class, Status.class).forEach(types::registerKubernetesResource);
        return types;
    }

    private synchronized KubernetesClient client() {
        KubernetesClient made = client;
        if (made == null) {
            made = new KubernetesClientBuilder()
                    .withConfig(new ConfigBuilder(access.get())
                            .withConnectionTimeout(TIMEOUT_MILLIS)
                            .withRequestTimeout(TIMEOUT_MILLIS)
                            // Whoever asks decides when to ask again.
                            .withRequestRetryBackoffLimit(0)
                            .withWatchReconnectLimit(0)
                            .withOnlyHttpWatches(true)
                            .build())
                    .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                    .withKubernetesSerialization(types())
                    .withTaskExecutor(tasks)
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
        tasks.shutdown();
    }
}
