package sevenlayers.labs.world.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import sevenlayers.labs.world.WorldException;

/** Which pods of the lab are there and ready, as the cluster tells it whenever something changes: {@code kubectl get pods --watch}. */
final class ReadyPods implements AutoCloseable {

    /** A line an event: {@code MODIFIED node-2 True <none>}. */
    private static final String COLUMNS = "custom-columns=EVENT:.type,POD:.object.metadata.name,"
            + "READY:.object.status.conditions[?(@.type==\"Ready\")].status,ENDS:.object.metadata.deletionTimestamp";

    private static final int FIELDS = 4;

    private static final String NOTHING = "<none>";

    /** The API server ends a watch after some time; then it is begun anew. */
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Kubectl kubectl;
    private final Map<String, Boolean> ready = new ConcurrentSkipListMap<>(); // by name; false: there, but not ready
    private final Thread thread;

    /** Begins to watch. */
    ReadyPods(Kubectl kubectl) {
        this.kubectl = kubectl;
        this.thread = Thread.ofVirtual().name("ready pods").start(this::watch);
    }

    /** Names of the pods of {@code service} that are ready. */
    List<String> of(String service) {
        return ready.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .filter(pod -> pod.substring(0, pod.lastIndexOf('-')).equals(service))
                .toList();
    }

    /** Whether the pod is there, ready or not. */
    boolean has(String pod) {
        return ready.containsKey(pod);
    }

    private void watch() {
        try {
            while (true) {
                try {
                    forgetGone();
                    kubectl.follow(
                            List.of("get", "pods", "--watch", "--output-watch-events", "--no-headers", "-o", COLUMNS),
                            this::hear);
                } catch (WorldException _) {
                    // The API server did not answer: it is asked again.
                }
                Thread.sleep(BETWEEN);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /** A watch tells what is there when it begins, but not what has gone since the last one ended. */
    private void forgetGone() {
        Set<String> there = new HashSet<>();
        for (JsonNode pod : kubectl.get("pods")) {
            there.add(pod.path("metadata").path("name").asText());
        }
        ready.keySet().retainAll(there);
    }

    private void hear(String line) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length != FIELDS || !fields[1].contains("-")) {
            return; // kubectl's words to people
        }
        if (fields[0].equals("DELETED")) {
            ready.remove(fields[1]);
        } else {
            ready.put(fields[1], fields[2].equals("True") && fields[3].equals(NOTHING));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
