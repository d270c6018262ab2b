package sevenlayers.labs.world.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import sevenlayers.labs.world.PodStatus.State;
import sevenlayers.labs.world.Pss;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Patience;

/** The lab's namespace and what is in it. */
final class Namespace {

    /** Cluster DNS keeps answers for up to 30 s. */
    private static final Duration NAME_LIMIT = Duration.ofSeconds(60);

    /** The kubelet looks at its containers every second. */
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(15);

    private static final Duration MEMORY_LIMIT = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b");

    private final Kubectl kubectl;

    Namespace(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** Whether it is there. One that is on its way out is waited for: nothing can be put into it. */
    boolean exists() {
        String phase = kubectl.run(
                        "get",
                        "namespace",
                        Kubectl.NAMESPACE,
                        "--ignore-not-found",
                        "--output",
                        "jsonpath={.status.phase}")
                .orElseThrow("The cluster did not say whether the lab is there")
                .out();
        if (phase.equals("Terminating")) {
            kubectl.run("wait", "--for=delete", "namespace/" + Kubectl.NAMESPACE, "--timeout=180s")
                    .orElseThrow("The namespace of an earlier lab is still being deleted");
            return false;
        }
        return !phase.isEmpty();
    }

    /** Deletes it and waits until it is gone: what comes up next must not meet what is going down. */
    void delete() {
        resume(pods()); // a frozen process would not hear the signal
        kubectl.run("delete", "namespace", Kubectl.NAMESPACE, "--ignore-not-found", "--wait", "--timeout=180s")
                .orElseThrow("The namespace " + Kubectl.NAMESPACE + " could not be deleted");
    }

    /** The lab's pods by service and number. */
    List<Pod> pods() {
        Instant now = Instant.now();
        return elements(kubectl.get("pods", "--selector", "app.kubernetes.io/part-of=" + Kubectl.NAMESPACE)).stream()
                .map(pod -> Pod.of(pod, now))
                .sorted(Comparator.comparing(Pod::service).thenComparingInt(Pod::number))
                .toList();
    }

    /**
     * The pod called {@code name}.
     *
     * @throws WorldException there is none
     */
    Pod require(String name) {
        List<Pod> pods = pods();
        return pods.stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new WorldException("There is no pod " + name + ". There are: "
                        + pods.stream().map(Pod::name).collect(Collectors.joining(", ")) + "."));
    }

    /**
     * The pod called {@code name}, whose container runs.
     *
     * @throws WorldException there is none, or it does not
     */
    Pod requireRunning(String name) {
        Pod pod = require(name);
        if (!pod.running()) {
            throw new WorldException(
                    name + " is not running" + (pod.detail().isEmpty() ? "" : " (" + pod.detail() + ")")
                            + ". Kubernetes starts it again by itself: ./lab status");
        }
        return pod;
    }

    /** How many pods each service shall have; services that are not there are missing. */
    Map<String, Integer> replicas() {
        Map<String, Integer> replicas = new TreeMap<>();
        for (JsonNode set : elements(kubectl.get("statefulsets"))) {
            replicas.put(
                    set.path("metadata").path("name").asText(),
                    set.path("spec").path("replicas").asInt());
        }
        return replicas;
    }

    /** Names of the lab's images that are in the cluster for certain: a pod runs from it, or every machine lists it. */
    List<String> images() {
        List<String> there = new ArrayList<>(
                pods().stream().filter(Pod::ready).map(Pod::image).toList());
        Set<String> everywhere = null;
        for (JsonNode machine : elements(kubectl.machines())) {
            Set<String> here = new HashSet<>();
            machine.path("status")
                    .path("images")
                    .forEach(image -> image.path("names")
                            .forEach(name ->
                                    here.add(name.asText().replaceFirst("^docker\\.io/(?=" + Image.FAMILY + ")", ""))));
            if (everywhere == null) {
                everywhere = here;
            } else {
                everywhere.retainAll(here);
            }
        }
        if (everywhere != null) {
            there.addAll(everywhere);
        }
        return there;
    }

    /**
     * Waits until the name of a service has exactly the addresses of its pods, as a pod inside sees it. An image that brings neither getent
     * nor nslookup cannot be asked; then the API server's word is enough.
     */
    void awaitName(String service) {
        boolean known = Patience.until(NAME_LIMIT, LOOK_EVERY, () -> {
            List<Pod> pods = pods();
            Set<String> expected = pods.stream()
                    .filter(pod -> pod.service().equals(service) && pod.ready())
                    .map(Pod::address)
                    .collect(Collectors.toSet());
            Answer asked = kubectl.run(
                    "exec",
                    "client-1",
                    "--",
                    "sh",
                    "-c",
                    "getent ahostsv4 " + service + " 2>/dev/null || nslookup " + service + " 2>/dev/null");
            Set<String> seen = ADDRESS.matcher(afterServer(asked.out()))
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            return seen.isEmpty() || seen.equals(expected);
        });
        if (!known) {
            throw new WorldException("The name " + service + " still does not have the addresses of all its pods after "
                    + NAME_LIMIT.toSeconds() + " s. Look: kubectl --namespace " + Kubectl.NAMESPACE
                    + " get endpointslices");
        }
    }

    /** nslookup prints the address of the DNS server first. */
    static String afterServer(String said) {
        int name = said.indexOf("Name:");
        return name < 0 && said.startsWith("Server:") ? "" : said.substring(Math.max(0, name));
    }

    /** Freezes a pod. The mark says which container: one that takes its place is not frozen. */
    void pause(Pod pod) {
        signal(pod.name(), "STOP");
        annotate(pod.name(), Pod.PAUSED + "=" + pod.container(), "--overwrite");
    }

    /** Lets those of {@code pods} that are frozen go on. */
    void resume(List<Pod> pods) {
        for (Pod pod : pods) {
            if (pod.state() == State.PAUSED) {
                signal(pod.name(), "CONT");
                annotate(pod.name(), Pod.PAUSED + "-");
            }
        }
    }

    /** Kills a pod's JVM, and waits until the cluster has noticed; the kubelet then starts another container in its place. */
    void kill(Pod pod) {
        signal(pod.name(), "KILL");
        Patience.until(
                NOTICE_LIMIT,
                LOOK_EVERY,
                () -> pods().stream()
                        .noneMatch(now -> now.name().equals(pod.name())
                                && now.running()
                                && now.container().equals(pod.container())));
    }

    private void signal(String pod, String signal) {
        kubectl.run("exec", pod, "--", "sh", "-c", withJvm("kill -" + signal + " ${jvm#/proc/}"))
                .orElseThrow(pod + " could not be sent SIG" + signal);
    }

    /** Memory of a pod's JVM: its proportional set size in bytes; 0 if it does not tell. */
    long memoryBytes(Pod pod) {
        try {
            String script = withJvm("grep " + Pss.LINE + " $jvm/smaps_rollup");
            return Pss.bytes(kubectl.run(MEMORY_LIMIT, "exec", pod.name(), "--", "sh", "-c", script)
                    .out());
        } catch (WorldException _) {
            return 0; // it took too long: all else that is known of the pods is worth more
        }
    }

    /** Does something in a pod with {@code $jvm}, the JVM's folder in /proc. Processes of a pod share their numbers (shareProcessNamespace), and the JVM's is not 1. */
    private static String withJvm(String command) {
        return "for comm in /proc/[0-9]*/comm; do if [ \"$(cat $comm)\" = java ]; then jvm=${comm%/comm}; " + command
                + "; fi; done";
    }

    private void annotate(String pod, String... annotation) {
        List<String> arguments = new ArrayList<>(List.of("annotate", "pod", pod));
        arguments.addAll(List.of(annotation));
        kubectl.run(arguments.toArray(String[]::new)).orElseThrow(pod + " could not be marked");
    }

    static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
