package sevenlayers.labs.world.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.WorldException;

@Timeout(60)
class RolloutTest {

    private static final String SET = """
            {"items": [
              {"metadata": {"name": "node", "generation": 2}, "spec": {"replicas": 3}, "status":
                {"observedGeneration": %d, "replicas": 3, "readyReplicas": %d, "updatedReplicas": %d}},
              {"metadata": {"name": "client", "generation": 1}, "spec": {"replicas": 1}, "status": {}}]}
            """;

    @TempDir
    private Path directory;

    private FakeKubectl fake;
    private Rollout nodes;
    private final List<Progress> told = new ArrayList<>();

    @BeforeEach
    void a_rollout_of_three_nodes() {
        fake = new FakeKubectl(directory);
        nodes = new Rollout(fake.kubectl(), new Namespace(fake.kubectl()), List.of("node"));
    }

    private void sets(int generation, int ready, int updated) {
        fake.write("get statefulsets", SET.formatted(generation, ready, updated));
    }

    @Test
    void pods_of_the_old_version_that_are_ready_are_not_enough() {
        sets(2, 3, 2);
        assertThat(nodes.settled()).isFalse();
        sets(1, 3, 3); // what it says is about the manifest before
        assertThat(nodes.settled()).isFalse();
        sets(2, 3, 3);
        assertThat(nodes.settled()).isTrue();
    }

    @Test
    void a_service_that_is_not_there_is_not_settled() {
        fake.write("get statefulsets", "{\"items\": []}");
        assertThat(nodes.settled()).isFalse();
    }

    @Test
    void each_pod_that_has_been_replaced_is_told() {
        sets(2, 3, 1);
        nodes.await(progress -> {
            told.add(progress);
            sets(2, 3, Math.min(3, progress.done() + 1));
        });

        assertThat(told)
                .containsExactly(
                        new Progress("starting", 1, 3), new Progress("starting", 2, 3), new Progress("starting", 3, 3));
    }

    @Test
    void a_pod_that_crashes_ends_the_wait_with_its_last_words() {
        sets(2, 2, 2);
        fake.write("logs node-3", "no such option --wombat");
        fake.pods("""
                {"metadata": {"name": "node-3", "labels": {"app.kubernetes.io/name": "node"}},
                 "status": {"containerStatuses": [{"state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}
                """);

        assertThatThrownBy(() -> nodes.await(told::add))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("node-3 does not start: CrashLoopBackOff")
                .hasMessageContaining("no such option --wombat");
    }
}
