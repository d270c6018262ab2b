package sevenlayers.labs.world.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.world.WorldException;

@Timeout(60)
class NamespaceTest {

    private static final String RUNNING = """
            {"metadata": {"name": "node-1", "labels": {"app.kubernetes.io/name": "node"}%s},
             "spec": {"containers": [{"image": "seven-layers/node:abc"}]},
             "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
               "containerStatuses": [{"containerID": "containerd://c1", "state": {"running": {"startedAt": "2026-01-01T11:00:00Z"}}}]}}
            """;
    private static final String CRASHED = """
            {"metadata": {"name": "node-2", "labels": {"app.kubernetes.io/name": "node"}},
             "spec": {"containers": [{"image": "seven-layers/node:def"}]},
             "status": {"phase": "Running", "containerStatuses": [{"containerID": "containerd://c2",
               "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}
            """;

    @TempDir
    private Path directory;

    private FakeKubectl fake;
    private Namespace namespace;

    @BeforeEach
    void a_node_that_runs_and_one_that_does_not() {
        fake = new FakeKubectl(directory);
        fake.pods(RUNNING.formatted(""), CRASHED);
        namespace = new Namespace(fake.kubectl());
    }

    @Test
    void it_is_there_or_it_is_not() {
        fake.write("get namespace", "");
        assertThat(namespace.exists()).isFalse();
        fake.write("get namespace", "Active");
        assertThat(namespace.exists()).isTrue();
        assertThat(fake.asked("wait")).isEmpty();
    }

    @Test
    void one_that_is_being_deleted_is_waited_for() {
        fake.write("get namespace", "Terminating");
        fake.write("wait --for=delete", "");

        assertThat(namespace.exists()).isFalse();
        assertThat(fake.asked("wait --for=delete namespace/seven-layers")).hasSize(1);
    }

    @Test
    void a_cluster_that_does_not_say_is_not_taken_for_an_empty_one() {
        assertThatThrownBy(namespace::exists).isInstanceOf(WorldException.class);
    }

    @Test
    void the_memory_of_a_pod_is_that_of_its_jvm() {
        fake.write("exec node-1", "Pss:               88000 kB\n");
        Pod pod = namespace.requireRunning("node-1");

        assertThat(namespace.memoryBytes(pod)).isEqualTo(88_000 * 1024L);
        assertThat(fake.asked("exec node-1 -- sh -c"))
                .singleElement()
                .asString()
                .contains("= java", "grep ^Pss: $jvm/smaps_rollup");
    }

    @Test
    void a_pod_that_cannot_be_asked_has_no_memory_that_is_known() {
        assertThat(namespace.memoryBytes(namespace.requireRunning("node-1"))).isZero();
    }

    @Test
    void what_does_not_run_can_be_neither_frozen_nor_killed() {
        assertThatThrownBy(() -> namespace.requireRunning("node-2"))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("node-2 is not running (CrashLoopBackOff)");
        assertThatThrownBy(() -> namespace.requireRunning("node-7")).hasMessageContaining("node-1, node-2");
    }

    @Test
    void only_frozen_pods_are_told_to_go_on() {
        fake.write("exec node-1", "");
        fake.write("annotate pod", "");
        namespace.resume(namespace.pods());
        assertThat(fake.asked("exec")).isEmpty();

        fake.pods(RUNNING.formatted(", \"annotations\": {\"seven-layers/paused\": \"containerd://c1\"}"), CRASHED);
        namespace.resume(namespace.pods());
        assertThat(fake.asked("exec node-1")).singleElement().asString().contains("kill -CONT");
        assertThat(fake.asked("annotate pod node-1 seven-layers/paused-")).hasSize(1);
    }

    @Test
    void a_user_who_may_not_list_machines_is_served_all_the_same() {
        assertThat(fake.kubectl().machines()).isEmpty();
        assertThat(namespace.images()).isEqualTo(List.of("seven-layers/node:abc"));
    }

    @Test
    void an_image_that_every_machine_lists_is_there() {
        fake.write("get nodes", """
                {"items": [
                  {"status": {"images": [{"names": ["docker.io/seven-layers/client:1", "docker.io/seven-layers/balancer:1"]}]}},
                  {"status": {"images": [{"names": ["docker.io/seven-layers/client:1"]}]}}]}
                """);

        assertThat(namespace.images()).containsExactlyInAnyOrder("seven-layers/node:abc", "seven-layers/client:1");
    }

    @Test
    void the_doors_lead_through_what_the_setting_says() {
        assertThat(Doors.By.of("")).isEqualTo(Doors.By.WHAT_WORKS);
        assertThat(Doors.By.of("port-forward")).isEqualTo(Doors.By.PORT_FORWARD);
        assertThatThrownBy(() -> Doors.By.of("tunnel")).hasMessageContaining("node-port or port-forward");
    }
}
