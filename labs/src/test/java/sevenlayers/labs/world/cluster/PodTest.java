package sevenlayers.labs.world.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import sevenlayers.labs.world.PodStatus.State;

/** Pods as the API server of Kubernetes 1.3x prints them, cut down to what is read. */
class PodTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static Pod pod(String metadata, String status) {
        String json = """
                {"metadata": {"name": "node-2", "labels": {"app.kubernetes.io/name": "node"}%s},
                 "spec": {"containers": [{"image": "seven-layers/node:abc"}]},
                 "status": %s}
                """.formatted(metadata, status);
        try {
            return Pod.of(new ObjectMapper().readTree(json), NOW);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String running(String ready, String since) {
        return """
                {"phase": "Running", "podIP": "10.244.0.7", "conditions": [{"type": "Ready", "status": "%s"}],
                 "containerStatuses": [{"containerID": "containerd://c1", "restartCount": 0,
                   "state": {"running": {"startedAt": "%s"}}}]}
                """.formatted(ready, since);
    }

    @Test
    void a_ready_pod_has_its_address_and_image() {
        Pod pod = pod("", running("True", "2026-01-01T11:59:00Z"));

        assertThat(pod.state()).isEqualTo(State.READY);
        assertThat(pod.address()).isEqualTo("10.244.0.7");
        assertThat(pod.service()).isEqualTo("node");
        assertThat(pod.number()).isEqualTo(2);
        assertThat(pod.image()).isEqualTo("seven-layers/node:abc");
        assertThat(pod.detail()).isEmpty();
    }

    @Test
    void a_young_pod_that_is_not_ready_is_starting_and_an_old_one_is_not_ready() {
        assertThat(pod("", running("False", "2026-01-01T11:59:50Z")).state()).isEqualTo(State.STARTING);
        assertThat(pod("", running("False", "2026-01-01T11:00:00Z")).state()).isEqualTo(State.NOT_READY);
    }

    @Test
    void the_mark_of_a_pause_holds_for_the_container_that_was_frozen_only() {
        String status = running("False", "2026-01-01T11:00:00Z");

        assertThat(pod(", \"annotations\": {\"seven-layers/paused\": \"containerd://c1\"}", status)
                        .state())
                .isEqualTo(State.PAUSED);
        assertThat(pod(", \"annotations\": {\"seven-layers/paused\": \"containerd://before\"}", status)
                        .state())
                .isEqualTo(State.NOT_READY);
    }

    @Test
    void a_pod_that_is_going_says_so() {
        Pod pod = pod(", \"deletionTimestamp\": \"2026-01-01T12:00:30Z\"", running("True", "2026-01-01T11:00:00Z"));

        assertThat(pod.state()).isEqualTo(State.NOT_READY);
        assertThat(pod.detail()).isEqualTo("draining");
    }

    @Test
    void an_image_that_is_not_there_is_told_at_once() {
        Pod pod = pod("", """
                {"phase": "Pending", "containerStatuses": [{"restartCount": 0, "state": {"waiting":
                  {"reason": "ErrImageNeverPull", "message": "Container image is not present"}}}]}
                """);

        assertThat(pod.stuck()).isTrue();
        assertThat(pod.state()).isEqualTo(State.STARTING);
        assertThat(pod.detail()).isEqualTo("ErrImageNeverPull: Container image is not present");
    }

    @Test
    void a_pod_that_fits_on_no_machine_says_why() {
        Pod pod = pod("", """
                {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False",
                  "message": "0/1 nodes are available: 1 Insufficient memory."}]}
                """);

        assertThat(pod.detail()).isEqualTo("0/1 nodes are available: 1 Insufficient memory.");
        assertThat(pod.stuck()).isFalse();
    }

    @Test
    void restarts_are_counted_with_their_cause() {
        Pod pod = pod("", """
                {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
                 "containerStatuses": [{"containerID": "c", "restartCount": 2,
                   "state": {"running": {"startedAt": "2026-01-01T11:00:00Z"}}, "lastState": {"terminated": {"reason": "OOMKilled"}}}]}
                """);

        assertThat(pod.detail()).isEqualTo("restarted 2 times, last: OOMKilled");
    }
}
