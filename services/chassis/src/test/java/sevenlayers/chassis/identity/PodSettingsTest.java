package sevenlayers.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.chassis.v1.World;

class PodSettingsTest {
    @Test
    void a_pod_that_is_told_nothing_is_the_first_of_its_service_in_the_processes_world() {
        PodIdentity pod = PodIdentity.of(settings(Map.of("quarkus.application.name", "client")));

        assertThat(pod.name()).isEqualTo("client-1");
        assertThat(pod.service()).isEqualTo("client");
        assertThat(pod.world()).isEqualTo(World.WORLD_PROCESSES);
        assertThat(pod.node()).isNotBlank();
        assertThat(pod.addresses()).isNotEmpty();
    }

    @Test
    void a_pod_is_what_it_is_told() throws Exception {
        PodSettings settings = settings(Map.of(
                "lab.pod", "node-12", "lab.world", "cluster", "lab.node", "worker-3", "lab.address", "127.0.0.22"));
        PodIdentity pod = PodIdentity.of(settings);

        assertThat(pod.toProto().getName()).isEqualTo("node-12");
        assertThat(pod.toProto().getService()).isEqualTo("node");
        assertThat(pod.toProto().getWorld()).isEqualTo(World.WORLD_CLUSTER);
        assertThat(pod.toProto().getNode()).isEqualTo("worker-3");
        assertThat(pod.toProto().getAddressesList()).containsExactly("127.0.0.22");
        assertThat(settings.address()).contains(InetAddress.getByName("127.0.0.22"));
    }

    @Test
    void defaults_are_those_of_the_table_in_the_plan_and_blank_says_nothing() {
        PodSettings settings = settings(Map.of("lab.port", " ", "lab.names", ""));

        assertThat(settings.port()).isEqualTo(9000);
        assertThat(settings.names()).isEmpty();
        assertThat(settings.podHost()).isEqualTo("{pod}");
        assertThat(settings.hosts())
                .containsExactly("node", "node-vip", "client", "balancer", "handshake", "crypto", "dns");
        assertThat(settings.drainAccept()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.drainFinish()).isEqualTo(Duration.ofSeconds(25));
    }

    @ParameterizedTest
    @CsvSource({
        "lab.world, mars, 'LAB_WORLD is ''mars''; allowed: processes, containers, cluster'",
        "lab.port, 70000, 'LAB_PORT is ''70000''; allowed: 0 to 65535'",
        "lab.port, ten, 'LAB_PORT is ''ten''; allowed: 0 to 65535'",
        "lab.drain.accept, 2, 'LAB_DRAIN_ACCEPT is ''2''; allowed: a duration'",
    })
    void a_setting_that_cannot_be_read_is_said_with_its_variable_and_what_is_allowed(
            String name, String value, String sentence) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    private static PodSettings settings(Map<String, String> said) {
        return PodSettings.from(name -> Optional.ofNullable(said.get(name)));
    }
}
