package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.backend.Standing;
import sevenlayers.balancer.backend.State;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.NamedBackends;
import sevenlayers.balancer.v1.ActiveChecks;
import sevenlayers.balancer.v1.CheckKind;
import sevenlayers.balancer.v1.Draining;
import sevenlayers.balancer.v1.HashKey;
import sevenlayers.balancer.v1.HealthSettings;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.ListenerSettings;
import sevenlayers.balancer.v1.OutlierDetection;
import sevenlayers.balancer.v1.Policy;
import sevenlayers.balancer.v1.SetSettingsRequest;
import sevenlayers.balancer.v1.SetSettingsResponse;
import sevenlayers.balancer.v1.Settings;
import sevenlayers.balancer.v1.SlowStart;
import sevenlayers.balancer.v1.Weight;
import sevenlayers.balancer.v1.Weights;

/** A balancer's settings, with three backends behind both doors. */
@Timeout(60)
class SettingsPanelTest {
    private final NamedBackends lab = new NamedBackends(3);
    private final PodNames pods = new PodNames(lab.hosts::podAt);
    private final Doors doors;
    private final SettingsPanel panel;

    SettingsPanelTest() throws Exception {
        Map<String, String> told = Map.of("lab.l4-port", "0", "lab.l7-port", "0");
        doors = new Doors(
                "balancer-1",
                BalancerSettings.from(Optional.empty(), name -> Optional.ofNullable(told.get(name))),
                lab.names::lookUp,
                Cluster.NONE,
                pods);
        panel = new SettingsPanel(doors.controls(), new Neighbourhood(lab.hosts, lab.names::lookUp, pods, doors.own()));
    }

    @AfterEach
    void close() {
        doors.close();
        pods.close();
        lab.close();
    }

    @Test
    void fromTheStartBothTakeTurnsWithoutProbesAndNothingIsLeftOut() {
        List<ListenerSettings> all =
                panel.settings(BalancerService.meant(Layer.LAYER_UNSPECIFIED)).getListenersList();
        assertThat(all).extracting(ListenerSettings::getLayer).containsExactly(Layer.LAYER_L4, Layer.LAYER_L7);
        Settings l7 = all.getLast().getSettings();
        assertThat(l7.getPolicy().getName()).isEqualTo("round_robin");
        assertThat(l7.getSource()).isEqualTo("node:9000");
        assertThat(l7.hasWeights()).isTrue();
        HealthSettings health = l7.getHealth();
        assertThat(health.hasDraining()).isTrue();
        assertThat(health.getPanicPercent()).isEqualTo(50);
        assertThat(health.getActive())
                .isEqualTo(ActiveChecks.newBuilder()
                        .setKind(CheckKind.CHECK_KIND_NONE)
                        .setIntervalMillis(1_000)
                        .setTimeoutMillis(500)
                        .setUnhealthyAfter(2)
                        .setHealthyAfter(2)
                        .build());
        assertThat(health.getSlowStart())
                .isEqualTo(SlowStart.newBuilder()
                        .setAggression(1)
                        .setMinimumPercent(10)
                        .build());
        assertThat(health.getOutliers())
                .isEqualTo(OutlierDetection.newBuilder()
                        .setIntervalMillis(10_000)
                        .setBaseEjectionMillis(30_000)
                        .setMaxEjectionMillis(300_000)
                        .setMaxEjectionPercent(10)
                        .setConsecutiveFailures(5)
                        .setSuccessRateStdevFactor(1_900)
                        .setSuccessRateMinimumHosts(5)
                        .setSuccessRateRequestVolume(100)
                        .setFailurePercentageThreshold(0)
                        .setFailurePercentageMinimumHosts(5)
                        .setFailurePercentageRequestVolume(50)
                        .setEnforcingPercent(100)
                        .build());
    }

    @Test
    void policyWeightsAndSourceChangeAtOnceAndPreviousUndoesIt() {
        List<ListenerSettings> before = all();
        long version = doors.controls().getLast().registry().snapshot().version();
        SetSettingsResponse answer = panel.set(SetSettingsRequest.newBuilder()
                .setLayer(Layer.LAYER_L7)
                .setSettings(Settings.newBuilder()
                        .setPolicy(policy("static_stride"))
                        .setSource(lab.text(1) + "," + lab.text(2))
                        .setWeights(weights("node-2", 3, lab.text(1), 1))
                        .setHealth(HealthSettings.newBuilder()
                                .setPanicPercent(0)
                                .setDraining(Draining.newBuilder().addBackends("node-1"))))
                .build());
        assertThat(doors.controls().getLast().registry().snapshot().version()).isEqualTo(version + 1);
        assertThat(states(Layer.LAYER_L7))
                .containsOnly(Map.entry(lab.text(1), State.DRAINING), Map.entry(lab.text(2), State.HEALTHY));
        assertThat(states(Layer.LAYER_L4)).hasSize(3).containsValue(State.HEALTHY);
        Settings now = answer.getListeners(0).getSettings();
        assertThat(now.getPolicy().getName()).isEqualTo("static_stride");
        assertThat(now.getWeights()).isEqualTo(weights(lab.text(2), 3));
        assertThat(answer.getPreviousList()).containsExactly(before.getLast());

        undo(answer);
        assertThat(all()).isEqualTo(before);
        assertThat(states(Layer.LAYER_L7))
                .hasSize(3)
                .containsValue(State.HEALTHY)
                .doesNotContainValue(State.DRAINING);
    }

    @Test
    void whatIsNotSaidStaysAsItIs() {
        set(Layer.LAYER_L7, Settings.newBuilder().setWeights(weights("node-3", 7)));
        set(Layer.LAYER_L7, Settings.newBuilder().setPolicy(policy("random")));
        set(
                Layer.LAYER_L7,
                Settings.newBuilder()
                        .setHealth(HealthSettings.newBuilder()
                                .setSlowStart(SlowStart.newBuilder().setWindowMillis(2_000))));
        Settings now = all().getLast().getSettings();
        assertThat(now.getWeights()).isEqualTo(weights(lab.text(3), 7));
        assertThat(now.getPolicy().getName()).isEqualTo("random");
        assertThat(now.getHealth().getSlowStart().getWindowMillis()).isEqualTo(2_000);
        assertThat(now.getHealth().getOutliers().getConsecutiveFailures()).isEqualTo(5);
        set(Layer.LAYER_L7, Settings.newBuilder().setWeights(Weights.getDefaultInstance()));
        assertThat(all().getLast().getSettings().getWeights().getWeightsCount()).isZero();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingChanges() {
        List<ListenerSettings> before = all();
        StatusRuntimeException refused = refused(
                Layer.LAYER_L4,
                Settings.newBuilder()
                        .setPolicy(Policy.newBuilder()
                                .setName("maglev")
                                .setTableSize(10)
                                .setKey(HashKey.newBuilder().setHeader("x-session")))
                        .setSource("node:9000,node")
                        .setWeights(weights("node-1", 0, "node-2", 1_000_000_000, "node-1", 5, "10.9.9.9:9000", 2))
                        .setHealth(HealthSettings.newBuilder()
                                .setPanicPercent(101)
                                .setActive(ActiveChecks.newBuilder()
                                        .setIntervalMillis(1)
                                        .setUnhealthyAfter(0))
                                .setOutliers(OutlierDetection.newBuilder()
                                        .setBaseEjectionMillis(60_000)
                                        .setMaxEjectionMillis(30_000))
                                .setSlowStart(SlowStart.newBuilder().setAggression(Double.NaN))
                                .setDraining(Draining.newBuilder().addBackends("node-9"))));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(Objects.requireNonNull(refused.getStatus().getDescription()))
                .contains("settings.policy.table_size: 10 is not a prime")
                .contains("settings.policy.key: L4 sees connections")
                .contains("settings.source: \"node\" is not a host and a port")
                .contains("settings.weights.weights[0].weight: 0 is out of range; allowed: 1 to 1,000")
                .contains("settings.weights.weights[1].weight: 1,000,000,000 is out of range")
                .contains("settings.weights.weights[2].backend: 'node-1' is named before")
                .contains(
                        "settings.weights.weights[3].backend: '10.9.9.9:9000' is no backend of L4 and was none; allowed: 127.0.0.1:")
                .contains("settings.health.panic_percent: 101 is out of range")
                .contains("settings.health.active.interval_millis: 1 is out of range; allowed: 100 to 60,000")
                .contains("settings.health.active.unhealthy_after: 0 is out of range")
                .contains(
                        "settings.health.outliers.max_ejection_millis: 30,000 is out of range; allowed: 60,000 to 3,600,000")
                .contains("settings.health.slow_start.aggression: NaN is out of range")
                .contains("settings.health.draining.backends[0]: 'node-9' is no backend of L4");
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void whatBothListenersHaveWrongIsSaidOnce() {
        StatusRuntimeException refused =
                refused(Layer.LAYER_UNSPECIFIED, Settings.newBuilder().setPolicy(policy("best")));
        assertThat(refused.getStatus().getDescription())
                .startsWith("settings.policy.name: 'best' is not known; allowed: round_robin")
                .containsOnlyOnce("'best'");
        assertThat(refused(
                                Layer.LAYER_UNSPECIFIED,
                                Settings.newBuilder()
                                        .setPolicy(policy("ip_hash").toBuilder()
                                                .setKey(HashKey.newBuilder().setPath(true))))
                        .getStatus()
                        .getDescription())
                .contains("settings.policy.key: L4 sees connections");
        assertThat(refused(Layer.LAYER_L7, Settings.newBuilder()).getStatus().getDescription())
                .contains("settings: nothing was said");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "8.8.8.8:53, PERMISSION_DENIED, '8.8.8.8' is not one of the lab's own hosts",
                "example.com:80, PERMISSION_DENIED, 'example.com' is not one of the lab's own hosts",
                "\"node:9000,127.0.0.1:1\", PERMISSION_DENIED, '127.0.0.1' is not one of the lab's own hosts",
                "k8s:///shop/node:9000, INVALID_ARGUMENT, names a namespace",
                "k8s:///shop:9000, PERMISSION_DENIED, 'shop' is not one of the lab's own hosts",
                "node-7:9000, INVALID_ARGUMENT, settings.source: 'node-7:9000' gives no backend",
                "\"node:9000,node:9000\", INVALID_ARGUMENT, is the same place as",
                "k8s:///node, INVALID_ARGUMENT, is not a Service",
                "nonsense, INVALID_ARGUMENT, is not a host and a port"
            })
    void aSourceThatIsNotTheLabsOrGivesNothingIsRefused(String source, Status.Code code, String sentence) {
        StatusRuntimeException refused =
                refused(Layer.LAYER_UNSPECIFIED, Settings.newBuilder().setSource(source));
        assertThat(refused.getStatus().getCode()).isEqualTo(code);
        assertThat(refused.getStatus().getDescription()).contains(sentence);
        assertThat(states(Layer.LAYER_L4)).hasSize(3);
    }

    @Test
    void aSourceThatLeadsBackToOneOfItsOwnDoorsIsRefused() {
        List<String> own = doors.doors().stream()
                .map(door -> "127.0.0.1:" + door.address().getPort())
                .toList();
        lab.alsoKnow("balancer " + String.join(" ", own));
        for (String source : List.of(own.getFirst(), own.getLast(), "balancer:9100", "node:9000,balancer:9200")) {
            StatusRuntimeException refused =
                    refused(Layer.LAYER_UNSPECIFIED, Settings.newBuilder().setSource(source));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused.getStatus().getDescription())
                    .contains("'" + source + "' leads to 127.0.0.1:")
                    .contains(", a door of this balancer");
        }
        assertThat(states(Layer.LAYER_L4)).hasSize(3);
    }

    @Test
    void weightsAndDrainingOfABackendThatIsAwayAreRemembered() {
        set(
                Layer.LAYER_L7,
                Settings.newBuilder()
                        .setWeights(weights("node-3", 9))
                        .setHealth(HealthSettings.newBuilder()
                                .setDraining(Draining.newBuilder().addBackends("node-3"))));
        SetSettingsResponse away =
                set(Layer.LAYER_L7, Settings.newBuilder().setSource(lab.text(1) + "," + lab.text(2)));
        assertThat(away.getListeners(0).getSettings().getWeights()).isEqualTo(weights(lab.text(3), 9));
        undo(set(Layer.LAYER_L7, Settings.newBuilder().setWeights(Weights.getDefaultInstance())));
        undo(away);
        assertThat(states(Layer.LAYER_L7)).containsEntry(lab.text(3), State.DRAINING);
        assertThat(doors.controls().getLast().registry().roster().standings().stream()
                        .filter(each -> each.backend().address().equals(lab.address(3)))
                        .map(Standing::weight))
                .containsExactly(9.0);
    }

    @Test
    void theNextLookUpFollowsTheNewSource() {
        set(Layer.LAYER_L7, Settings.newBuilder().setSource("node-2:9000"));
        assertThat(doors.controls().getLast().discovery().source().text()).isEqualTo("node-2:9000");
        assertThat(states(Layer.LAYER_L7)).containsOnlyKeys(lab.text(2));
        assertThat(doors.controls().getFirst().discovery().source().text()).isEqualTo("node:9000");
    }

    @Test
    void aTableThatIsSmallerThanTheListIsRefused() {
        StatusRuntimeException refused = refused(
                Layer.LAYER_L7,
                Settings.newBuilder().setPolicy(policy("maglev").toBuilder().setTableSize(2)));
        assertThat(refused.getStatus().getDescription())
                .contains("settings.policy.table_size: 2 is less than the 3 backends; allowed: as many at least");
    }

    @Test
    void aTableThatIsSetAlreadyStandsInTheWayOfALongerSourceOnly() {
        set(
                Layer.LAYER_L7,
                Settings.newBuilder()
                        .setSource(lab.text(1) + "," + lab.text(2))
                        .setPolicy(policy("maglev").toBuilder().setTableSize(2)));
        StatusRuntimeException refused =
                refused(Layer.LAYER_L7, Settings.newBuilder().setSource("node:9000"));
        assertThat(refused.getStatus().getDescription())
                .contains("settings.source: too many backends for maglev as it is set; its table_size of 2 is less than"
                        + " the 3 backends; allowed: as many at least");
        // A third one that comes by itself is another matter.
        doors.controls().getLast().registry().replace(List.of(lab.address(1), lab.address(2), lab.address(3)));
        SetSettingsResponse drained = set(
                Layer.LAYER_L7,
                Settings.newBuilder()
                        .setHealth(HealthSettings.newBuilder()
                                .setDraining(Draining.newBuilder().addBackends(lab.text(2)))));
        assertThat(states(Layer.LAYER_L7)).containsEntry(lab.text(2), State.DRAINING);
        undo(drained);
        assertThat(states(Layer.LAYER_L7)).containsEntry(lab.text(2), State.HEALTHY);
    }

    @Test
    void whenAllDrainTheCallerIsToldSo() {
        set(
                Layer.LAYER_L7,
                Settings.newBuilder()
                        .setHealth(HealthSettings.newBuilder()
                                .setDraining(Draining.newBuilder()
                                        .addAllBackends(List.of("node-1", "node-2", lab.text(3))))));
        ManagedChannel client = GrpcBackend.channel(doors.doors().getLast().address());
        try {
            StatusRuntimeException unavailable =
                    catchThrowableOfType(StatusRuntimeException.class, () -> GrpcBackend.echo(client, new byte[] {1}));
            assertThat(unavailable.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(unavailable.getStatus().getDescription())
                    .startsWith("balancer-1: none of 3 backends may be used: ")
                    .contains(lab.text(2) + ": drained by hand");
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void atStartIsWhatUndoesEverything() {
        List<ListenerSettings> before = all();
        set(Layer.LAYER_UNSPECIFIED, Settings.newBuilder().setSource(lab.list()).setPolicy(policy("random")));
        panel.settings(BalancerService.meant(Layer.LAYER_UNSPECIFIED))
                .getAtStartList()
                .forEach(each -> set(each.getLayer(), each.getSettings().toBuilder()));
        assertThat(all()).isEqualTo(before);
    }

    private List<ListenerSettings> all() {
        return panel.settings(BalancerService.meant(Layer.LAYER_UNSPECIFIED)).getListenersList();
    }

    private SetSettingsResponse set(Layer layer, Settings.Builder settings) {
        return panel.set(SetSettingsRequest.newBuilder()
                .setLayer(layer)
                .setSettings(settings)
                .build());
    }

    private void undo(SetSettingsResponse change) {
        change.getPreviousList().forEach(each -> set(each.getLayer(), each.getSettings().toBuilder()));
    }

    private StatusRuntimeException refused(Layer layer, Settings.Builder settings) {
        return Objects.requireNonNull(catchThrowableOfType(StatusRuntimeException.class, () -> set(layer, settings)));
    }

    private Map<String, State> states(Layer layer) {
        DoorControl control = layer == Layer.LAYER_L4
                ? doors.controls().getFirst()
                : doors.controls().getLast();
        return control.registry().roster().standings().stream()
                .collect(Collectors.toMap(each -> each.backend().toString(), Standing::state));
    }

    private static Policy policy(String name) {
        return Policy.newBuilder().setName(name).build();
    }

    /** Pairs of a backend and its weight. */
    private static Weights weights(Object... pairs) {
        Weights.Builder weights = Weights.newBuilder();
        IntStream.range(0, pairs.length / 2)
                .forEach(i -> weights.addWeights(
                        Weight.newBuilder().setBackend((String) pairs[2 * i]).setWeight((Integer) pairs[2 * i + 1])));
        return weights.build();
    }
}
