package sevenlayers.labs.world.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.PodStatus.State;

/**
 * One pod of the namespace, as the API server tells of it.
 *
 * @param name as in {@code node-2}
 * @param service as in {@code node}
 * @param address its IP address; empty before it has one
 * @param image the image that its container was made of
 * @param state where it is in its life
 * @param detail the rest in words
 * @param container the container's name in its runtime: another one after a restart
 * @param running whether its container runs, ready or not
 * @param stuck whether it waits for something that will not come by itself
 */
record Pod(
        String name,
        String service,
        String address,
        String image,
        State state,
        String detail,
        String container,
        boolean running,
        boolean stuck) {

    /** The annotation that says which container was frozen: a restarted one no longer is. */
    static final String PAUSED = "seven-layers/paused";

    /** How long a pod may take before it counts as not ready instead of starting. */
    private static final Duration STARTING = Duration.ofSeconds(60);

    /** Reads a pod as {@code kubectl get pods} prints it. */
    static Pod of(JsonNode pod, Instant now) {
        JsonNode meta = pod.path("metadata");
        JsonNode container = pod.path("status").path("containerStatuses").path(0);
        JsonNode waiting = container.path("state").path("waiting");
        String reason = waiting.path("reason").asText();
        State state = state(pod, container, now);
        return new Pod(
                meta.path("name").asText(),
                meta.path("labels").path("app.kubernetes.io/name").asText(),
                pod.path("status").path("podIP").asText(),
                pod.path("spec").path("containers").path(0).path("image").asText(),
                state,
                detail(pod, container),
                container.path("containerID").asText(),
                container.path("state").has("running"),
                reason.startsWith("ErrImage")
                        || reason.equals("ImagePullBackOff")
                        || reason.equals("CrashLoopBackOff")
                        || reason.endsWith("ConfigError"));
    }

    int number() {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    boolean ready() {
        return state == State.READY;
    }

    /**
     * What the lab says of it.
     *
     * @param memoryBytes of its JVM; 0 if nobody asked: without a metrics server a cluster does not know it
     */
    PodStatus status(long memoryBytes) {
        return new PodStatus(name, address, state, detail, memoryBytes);
    }

    private static State state(JsonNode pod, JsonNode container, Instant now) {
        JsonNode meta = pod.path("metadata");
        if (!container.path("containerID").asText().isEmpty()
                && meta.path("annotations")
                        .path(PAUSED)
                        .asText()
                        .equals(container.path("containerID").asText())) {
            return State.PAUSED;
        }
        if (meta.has("deletionTimestamp")) {
            return State.NOT_READY;
        }
        String phase = pod.path("status").path("phase").asText();
        if (phase.equals("Failed")
                || phase.equals("Succeeded")
                || container
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asText()
                        .equals("CrashLoopBackOff")) {
            return State.DEAD;
        }
        if (condition(pod, "Ready").path("status").asText().equals("True")) {
            return State.READY;
        }
        String since = container.path("state").path("running").path("startedAt").asText();
        boolean late = !since.isEmpty() && Instant.parse(since).plus(STARTING).isBefore(now);
        return late ? State.NOT_READY : State.STARTING;
    }

    private static String detail(JsonNode pod, JsonNode container) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "draining";
        }
        JsonNode waiting = container.path("state").path("waiting");
        if (!waiting.isMissingNode()) {
            String message = waiting.path("message").asText();
            return waiting.path("reason").asText() + (message.isEmpty() ? "" : ": " + message);
        }
        JsonNode scheduled = condition(pod, "PodScheduled");
        if (scheduled.path("status").asText().equals("False")) {
            return scheduled.path("message").asText();
        }
        int restarts = container.path("restartCount").asInt();
        if (restarts == 0) {
            return "";
        }
        String why =
                container.path("lastState").path("terminated").path("reason").asText();
        return "restarted " + (restarts == 1 ? "once" : restarts + " times") + (why.isEmpty() ? "" : ", last: " + why);
    }

    private static JsonNode condition(JsonNode pod, String type) {
        return StreamSupport.stream(pod.path("status").path("conditions").spliterator(), false)
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElseGet(() -> pod.path("nothing"));
    }
}
