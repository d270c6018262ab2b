package sevenlayers.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.Discovery;
import sevenlayers.balancer.backend.Found;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.ServiceSource;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.backend.Source;
import sevenlayers.balancer.testing.Await;

class EndpointSlicesTest {
    private static final Logger LOG = Logger.getLogger(EndpointSlices.class.getName());

    /** Short, so that what comes back is seen soon; the check of a dead watch is another test's. */
    private static final EndpointSlices.Pauses QUICK =
            new EndpointSlices.Pauses(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMinutes(10));

    private static Vertx vertx;

    private final FakeApiServer cluster = new FakeApiServer();
    private final List<LogRecord> said = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            said.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private ClusterClient client = client(QUICK);
    private volatile Found last = Found.of(List.of());

    @BeforeAll
    static void loops() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void noLoops() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void listen() {
        LOG.addHandler(listener);
    }

    @AfterEach
    void close() {
        LOG.removeHandler(listener);
        client.close();
        cluster.close();
    }

    @Test
    void theSlicesOfTheServiceInTheBalancersOwnNamespaceAreAskedFor() throws Exception {
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///node:9000")) {
            await("10.0.0.1");
        }
        assertThat(cluster.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request)
                        .startsWith("/apis/discovery.k8s.io/v1/namespaces/seven-layers/endpointslices?")
                        .contains("labelSelector=kubernetes.io/service-name=node"));
    }

    @Test
    void anotherNamespaceIsAskedForIfTheSourceSaysSo() throws Exception {
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///shop/node:9000")) {
            await("10.0.0.1");
        }
        assertThat(cluster.requests()).allSatisfy(request -> assertThat(request).contains("/namespaces/shop/"));
    }

    @Test
    void aChangeIsHeardOfOverTheWatch() throws Exception {
        try (Cluster.Following _ = follow("k8s:///node:9000")) {
            Await.until(() -> cluster.watches() == 1);
            cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
            await("10.0.0.1");
            cluster.put(slice("node-b", ready("10.0.0.2", "node-2")));
            await("10.0.0.1", "10.0.0.2");
            cluster.put(slice("node-a", ending("10.0.0.1", "node-1")));
            Await.until(() -> last.leaving().containsKey(at("10.0.0.1")));
            cluster.remove("node-a");
            await("10.0.0.2");
        }
        assertThat(lists()).isEqualTo(1);
    }

    @Test
    void aWatchThatEndsIsResumedAndNothingThatHappenedIsMissed() throws Exception {
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///node:9000")) {
            await("10.0.0.1");
            for (int i = 2; i <= 4; i++) {
                Await.until(() -> cluster.watches() == 1);
                cluster.endWatches();
                cluster.put(slice("node-a", ready("10.0.0." + i, "node-" + i)));
                await("10.0.0." + i);
            }
        }
        assertThat(said).as("an ordinary end is not worth a word").isEmpty();
    }

    @Test
    void aVersionThatIsTooOldIsAListAnew() throws Exception {
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///node:9000")) {
            Await.until(() -> cluster.watches() == 1);
            cluster.forget();
            Await.until(() -> lists() >= 2);
            cluster.put(slice("node-a", ready("10.0.0.2", "node-2")));
            await("10.0.0.2");
        }
    }

    @Test
    void whileTheApiServerIsAwayWhatIsKnownStaysAndItIsSaidOnce() throws Exception {
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///node:9000")) {
            await("10.0.0.1");
            cluster.stop();
            cluster.put(slice("node-a", ready("10.0.0.2", "node-2")));
            Await.until(() -> warnings() == 1);
            assertThat(last.addresses()).containsExactly(at("10.0.0.1"));
            cluster.start();
            await("10.0.0.2");
            Await.until(() -> cluster.watches() == 1);
        }
        assertThat(warnings()).isEqualTo(1);
        assertThat(said).extracting(LogRecord::getMessage).anyMatch(text -> text.contains("answers again"));
    }

    @Test
    void whoMayNotAskIsToldSoOnceAndGoesOnTrying() throws Exception {
        cluster.forbid(true);
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///node:9000")) {
            Await.until(() -> lists() >= 3);
            assertThat(warnings()).isEqualTo(1);
            assertThat(said.getFirst().getParameters()[1].toString()).contains("endpointslices is forbidden");
            cluster.forbid(false);
            await("10.0.0.1");
        }
    }

    @Test
    void aWatchThatIsDeadWithoutAWordIsFoundOut() throws Exception {
        client.close();
        client =
                client(new EndpointSlices.Pauses(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(200)));
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///node:9000")) {
            await("10.0.0.1");
            cluster.mute(true);
            cluster.put(slice("node-a", ready("10.0.0.2", "node-2")));
            await("10.0.0.2");
        }
    }

    @Test
    void aPortThatNoPodHasIsSaidOnceWithThoseThatThereAre() throws Exception {
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        try (Cluster.Following _ = follow("k8s:///node:9001")) {
            Await.until(() -> warnings() == 1 && cluster.watches() == 1);
            cluster.put(slice("node-b", ready("10.0.0.2", "node-2")));
            cluster.endWatches();
            Await.until(() -> lists() >= 2);
        }
        assertThat(warnings()).isEqualTo(1);
        assertThat(said.getFirst().getParameters()[1].toString()).contains("it has 9000 (grpc)");
    }

    @Test
    void whoDoesNotFollowAnyMoreAsksNothing() throws Exception {
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        Cluster.Following following = follow("k8s:///node:9000");
        Await.until(() -> cluster.watches() == 1);
        following.close();
        following.close();
        Await.until(() -> cluster.watches() == 0);
    }

    @Test
    void aDiscoveryListsReadyPodsWithTheirNamesAndKeepsTheOneThatIsLeaving() throws Exception {
        Registry registry = new Registry();
        cluster.put(slice("node-a", ready("10.0.0.1", "node-1")));
        cluster.put(slice("node-b", ready("10.0.0.2", "node-2")));
        try (PodNames pods = new PodNames(_ -> Optional.empty());
                Discovery discovery = new Discovery(
                        Source.parse("k8s:///node:9000"),
                        (host, _) -> {
                            throw new UnknownHostException(host);
                        },
                        client,
                        pods,
                        _ -> false,
                        Duration.ofSeconds(1),
                        List.of(registry))) {
            discovery.start();
            assertThat(discovery.interval()).isZero();
            Await.until(() -> registry.snapshot().candidates().size() == 2);
            assertThat(pods.find("node-2")).contains(at("10.0.0.2"));

            cluster.put(slice("node-a", ending("10.0.0.1", "node-1")));
            Await.until(() -> registry.snapshot().absent().size() == 1);
            assertThat(registry.snapshot().candidates())
                    .extracting(Backend::address)
                    .containsExactly(at("10.0.0.2"));
            assertThat(registry.snapshot().absent())
                    .extracting(Snapshot.Absent::why)
                    .containsExactly("the cluster is ending it");
            cluster.remove("node-a");
            Await.until(() -> registry.snapshot().listed().size() == 1);
            assertThat(pods.find("node-1")).isEmpty();
        }
    }

    private Cluster.Following follow(String source) {
        return client.follow((ServiceSource) Source.parse(source), found -> last = found);
    }

    private void await(String... addresses) throws InterruptedException {
        List<InetSocketAddress> expected =
                List.of(addresses).stream().map(EndpointSlicesTest::at).toList();
        Await.until(() -> last.addresses().equals(expected));
    }

    private long lists() {
        return cluster.requests().stream()
                .filter(request -> !request.contains("watch=true"))
                .count();
    }

    private long warnings() {
        return said.stream()
                .filter(record -> record.getLevel() == Level.WARNING)
                .count();
    }

    private ClusterClient client(EndpointSlices.Pauses pauses) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(cluster.url())
                .withNamespace("seven-layers")
                .build();
        return new ClusterClient(vertx, () -> config, pauses);
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(address, 9000);
    }

    private static EndpointSlice ready(String address, String pod) {
        return of(address, pod, true);
    }

    private static EndpointSlice ending(String address, String pod) {
        return of(address, pod, false);
    }

    private static EndpointSlice of(String address, String pod, boolean ready) {
        return new EndpointSliceBuilder()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("grpc")
                .withPort(9000)
                .withProtocol("TCP")
                .endPort()
                .addNewEndpoint()
                .withAddresses(address)
                .withNewConditions(ready, true, !ready)
                .withNewTargetRef()
                .withKind("Pod")
                .withName(pod)
                .endTargetRef()
                .endEndpoint()
                .build();
    }

    private static EndpointSlice slice(String name, EndpointSlice of) {
        return new EndpointSliceBuilder(of)
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/service-name", "node")
                .endMetadata()
                .build();
    }
}
