package sevenlayers.labs.world.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Patience;

/** Brings services to where the cluster was told to bring them: every pod there, up to date and ready. */
final class Rollout {

    /** How long nothing may happen. The whole takes as long as it takes: a rolling update goes on pod by pod. */
    private static final Duration STILL_LIMIT = Duration.ofSeconds(180);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Kubectl kubectl;
    private final Namespace namespace;
    private final List<String> services;

    Rollout(Kubectl kubectl, Namespace namespace, List<String> services) {
        this.kubectl = kubectl;
        this.namespace = namespace;
        this.services = services;
    }

    /** How far it is, and whether it is there. */
    private record State(Progress progress, boolean settled) {}

    /** Whether there is nothing to wait for. */
    boolean settled() {
        return look().settled();
    }

    /**
     * Waits until it is settled.
     *
     * @throws WorldException a pod is stuck, or nothing has happened for too long
     */
    void await(Consumer<Progress> progress) {
        State seen = look();
        progress.accept(seen.progress());
        while (!seen.settled()) {
            seen = next(seen);
            progress.accept(seen.progress());
        }
    }

    /** Waits for another state than {@code last}. */
    private State next(State last) {
        AtomicReference<State> next = new AtomicReference<>(last);
        boolean moved = Patience.until(STILL_LIMIT, LOOK_EVERY, () -> {
            failStuck();
            next.set(look());
            return !last.equals(next.get());
        });
        if (!moved) {
            throw new WorldException("Not ready after " + STILL_LIMIT.toSeconds() + " s: " + missing()
                    + ". Look: kubectl --namespace " + Kubectl.NAMESPACE + " describe pods");
        }
        return Objects.requireNonNull(next.get());
    }

    private State look() {
        List<JsonNode> sets = Namespace.elements(kubectl.get("statefulsets")).stream()
                .filter(set ->
                        services.contains(set.path("metadata").path("name").asText()))
                .toList();
        int ready = 0;
        int of = 0;
        for (JsonNode set : sets) {
            JsonNode status = set.path("status");
            of += set.path("spec").path("replicas").asInt();
            ready += Math.min(
                    status.path("readyReplicas").asInt(),
                    status.path("updatedReplicas").asInt());
        }
        boolean settled = sets.size() == services.size() && sets.stream().allMatch(Rollout::settled);
        return new State(new Progress("starting", ready, of), settled);
    }

    private void failStuck() {
        for (Pod pod : pods()) {
            if (pod.stuck()) {
                throw new WorldException(pod.name() + " does not start: " + pod.detail() + lastWords(pod));
            }
        }
    }

    private String lastWords(Pod pod) {
        Answer before = kubectl.run("logs", pod.name(), "--previous", "--tail=8"); // of the container that ended
        String said = before.ok()
                ? before.out()
                : kubectl.run("logs", pod.name(), "--tail=8").out();
        return said.isBlank() ? "" : "\nIts last words:\n" + said;
    }

    private String missing() {
        return pods().stream()
                .filter(pod -> !pod.ready())
                .map(pod -> (pod.name() + " " + pod.detail()).strip())
                .collect(Collectors.joining("; "));
    }

    private List<Pod> pods() {
        return namespace.pods().stream()
                .filter(pod -> services.contains(pod.service()))
                .toList();
    }

    private static boolean settled(JsonNode set) {
        JsonNode status = set.path("status");
        int replicas = set.path("spec").path("replicas").asInt();
        return status.path("observedGeneration").asLong()
                        == set.path("metadata").path("generation").asLong()
                && status.path("replicas").asInt() == replicas
                && status.path("readyReplicas").asInt() == replicas
                && status.path("updatedReplicas").asInt() == replicas;
    }
}
