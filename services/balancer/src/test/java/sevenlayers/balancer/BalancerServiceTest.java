package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.NamedBackends;
import sevenlayers.balancer.v1.Backend;
import sevenlayers.balancer.v1.BackendState;
import sevenlayers.balancer.v1.BalancerServiceGrpc;
import sevenlayers.balancer.v1.Draining;
import sevenlayers.balancer.v1.HealthEvent;
import sevenlayers.balancer.v1.HealthSettings;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.ListBackendsRequest;
import sevenlayers.balancer.v1.Listener;
import sevenlayers.balancer.v1.OutlierDetection;
import sevenlayers.balancer.v1.SetSettingsRequest;
import sevenlayers.balancer.v1.Settings;
import sevenlayers.balancer.v1.WatchHealthRequest;
import sevenlayers.balancer.v1.WatchHealthResponse;

/** The admin service over a connection, with traffic behind it. */
@Timeout(120)
class BalancerServiceTest {
    private final NamedBackends lab = new NamedBackends(3);
    private final PodNames pods = new PodNames(lab.hosts::podAt);
    private final Doors doors;
    private final Watches watches = new Watches();
    private final Server server;
    private final ManagedChannel admin;
    private final BalancerServiceGrpc.BalancerServiceBlockingStub balancer;
    private final ManagedChannel l7;

    BalancerServiceTest() throws Exception {
        Map<String, String> told = Map.of("lab.l4-port", "0", "lab.l7-port", "0");
        doors = new Doors(
                "balancer-1",
                BalancerSettings.from(Optional.empty(), name -> Optional.ofNullable(told.get(name))),
                lab.names::lookUp,
                Cluster.NONE,
                pods);
        SettingsPanel panel =
                new SettingsPanel(doors.controls(), new Neighbourhood(lab.hosts, lab.names::lookUp, pods, doors.own()));
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new BalancerService(doors, watches, panel, new Explanations()))
                .build()
                .start();
        admin = GrpcBackend.channel(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        balancer = BalancerServiceGrpc.newBlockingStub(admin);
        l7 = GrpcBackend.channel(doors.doors().getLast().address());
    }

    @AfterEach
    void close() {
        l7.shutdownNow();
        admin.shutdownNow();
        server.shutdownNow();
        doors.close();
        pods.close();
        lab.close();
    }

    @Test
    void aBackendThatDiesIsEjectedAtOnceAndNoCallFails() throws Exception {
        set(HealthSettings.newBuilder()
                .setOutliers(OutlierDetection.newBuilder().setEnabled(true).setConsecutiveFailures(3)));
        Iterator<WatchHealthResponse> watch = balancer.watchHealth(
                WatchHealthRequest.newBuilder().setLayer(Layer.LAYER_L7).build());
        call(6);
        lab.backends.get(1).kill();
        // A request that is on its way to a backend which dies is lost, whoever balances; so there is none.
        Await.until(() -> list(Layer.LAYER_L7).getBackendsList().stream()
                .allMatch(backend -> !backend.getAddress().equals(lab.text(2)) || backend.getConnections() == 0));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                call(1);
            }
        });
        HealthEvent event = watch.next().getEvent();
        over.set(true);
        assertThat(caller).succeedsWithin(Duration.ofSeconds(30)); // not one of its calls failed
        assertThat(event.getBackend()).isEqualTo(lab.text(2));
        assertThat(event.getFrom()).isEqualTo(BackendState.BACKEND_STATE_HEALTHY);
        assertThat(event.getTo()).isEqualTo(BackendState.BACKEND_STATE_EJECTED);
        assertThat(event.getCause()).isEqualTo("3 calls in a row failed; ejected for 30 s");
        call(6);
        Listener listener = list(Layer.LAYER_L7);
        assertThat(listener.getBackendsList())
                .filteredOn(backend -> backend.getState() == BackendState.BACKEND_STATE_EJECTED)
                .singleElement()
                .satisfies(backend -> {
                    assertThat(backend.getAddress()).isEqualTo(lab.text(2));
                    assertThat(backend.getWhy()).isEqualTo("3 calls in a row failed; ejected for 30 s");
                    assertThat(backend.getFailed()).isGreaterThanOrEqualTo(3);
                });
        assertThat(listener.getBackendsList())
                .filteredOn(backend -> backend.getState() == BackendState.BACKEND_STATE_HEALTHY)
                .hasSize(2)
                .allSatisfy(backend -> {
                    assertThat(backend.getSucceeded()).isPositive();
                    assertThat(backend.getFirstResponseMicros()).isPositive();
                    assertThat(backend.getWholeCallMicros()).isPositive();
                    assertThat(backend.getWeight()).isEqualTo(1);
                });
        assertThat(list(Layer.LAYER_L4).getBackendsList())
                .extracting(Backend::getState)
                .containsOnly(BackendState.BACKEND_STATE_HEALTHY);
    }

    @Test
    void whoWatchesHealthSeesThePastAndThenWhatIsNewOfTheLayerAskedFor() {
        set(drain("node-3"));
        Iterator<WatchHealthResponse> watch = balancer.watchHealth(WatchHealthRequest.newBuilder()
                .setLayer(Layer.LAYER_L7)
                .setLast(2)
                .build());
        assertThat(watch.next().getEvent().getCause()).isEqualTo("listed");
        assertThat(watch.next().getEvent()).satisfies(event -> {
            assertThat(event.getTo()).isEqualTo(BackendState.BACKEND_STATE_DRAINING);
            assertThat(event.getCause()).isEqualTo("drained by hand");
            assertThat(event.getLayer()).isEqualTo(Layer.LAYER_L7);
        });
        set(drain());
        assertThat(watch.next().getEvent().getCause()).isEqualTo("no longer drained by hand");
    }

    @Test
    void aWatchEndsWhenThePodLeaves() throws Exception {
        Iterator<WatchHealthResponse> watch =
                balancer.watchHealth(WatchHealthRequest.newBuilder().setLast(1).build());
        watch.next();
        watches.goAway();
        assertThat(watch.hasNext()).isFalse();
        assertThat(watches.awaitIdle(Duration.ofSeconds(10))).isTrue();
    }

    private void call(int times) {
        for (int i = 0; i < times; i++) {
            GrpcBackend.echo(l7, new byte[] {1});
        }
    }

    private void set(HealthSettings.Builder health) {
        var _ = balancer.setSettings(SetSettingsRequest.newBuilder()
                .setSettings(Settings.newBuilder().setHealth(health))
                .build());
    }

    private static HealthSettings.Builder drain(String... backends) {
        return HealthSettings.newBuilder().setDraining(Draining.newBuilder().addAllBackends(List.of(backends)));
    }

    private Listener list(Layer layer) {
        return balancer.listBackends(
                        ListBackendsRequest.newBuilder().setLayer(layer).build())
                .getListeners(0);
    }
}
