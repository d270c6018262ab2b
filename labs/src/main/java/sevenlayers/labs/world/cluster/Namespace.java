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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import sevenlayers.labs.world.PodStatus.State;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Patience;

/** The lab's namespace and what is in it. */
final class Namespace {

    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    /** Cluster DNS keeps answers for up to 30 s. */
    private static final Duration NAME_LIMIT = Duration.ofSeconds(60);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b");

    private final Kubectl kubectl;

    Namespace(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    boolean exists() {
        return kubectl.run("get", "namespace", Kubectl.NAMESPACE).ok();
    }

    /** Deletes it and waits until it is gone: what comes up next must not meet what is going down. */
    void delete() {
        pods().stream().filter(pod -> pod.state() == State.PAUSED).forEach(pod -> signal(pod.name(), "CONT"));
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
        for (JsonNode machine : elements(kubectl.get("nodes"))) {
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
     * Waits until every pod of {@code services} is there, up to date and ready.
     *
     * @throws WorldException a pod is stuck, or time is up
     */
    void awaitReady(List<String> services, Consumer<Progress> progress) {
        List<String> waiting = new ArrayList<>();
        AtomicReference<Progress> told = new AtomicReference<>();
        boolean all = Patience.until(START_LIMIT, LOOK_EVERY, () -> {
            int of = 0;
            int ready = 0;
            boolean settled = true;
            for (JsonNode set : elements(kubectl.get("statefulsets"))) {
                if (services.contains(set.path("metadata").path("name").asText())) {
                    of += set.path("spec").path("replicas").asInt();
                    ready += Math.min(
                            set.path("status").path("readyReplicas").asInt(),
                            set.path("status").path("updatedReplicas").asInt());
                    settled &= settled(set);
                }
            }
            Progress now = new Progress("starting", ready, of);
            if (!now.equals(told.getAndSet(now))) {
                progress.accept(now);
            }
            List<Pod> pods = pods().stream()
                    .filter(pod -> services.contains(pod.service()))
                    .toList();
            waiting.clear();
            pods.stream().filter(pod -> !pod.ready()).forEach(pod -> waiting.add(pod.name() + " " + pod.detail()));
            pods.stream().filter(Pod::stuck).findFirst().ifPresent(pod -> {
                throw new WorldException(pod.name() + " does not start: " + pod.detail() + lastWords(pod));
            });
            return settled && of > 0 && ready == of;
        });
        if (!all) {
            throw new WorldException("Not ready after " + START_LIMIT.toSeconds() + " s: "
                    + String.join("; ", waiting).strip() + ". Look: kubectl --namespace " + Kubectl.NAMESPACE
                    + " describe pods");
        }
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

    private String lastWords(Pod pod) {
        Answer before = kubectl.run("logs", pod.name(), "--previous", "--tail=8"); // of the container that ended
        String said = before.ok()
                ? before.out()
                : kubectl.run("logs", pod.name(), "--tail=8").out();
        return said.isBlank() ? "" : "\nIts last words:\n" + said;
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

    /** Sends a signal to the JVM of a pod. Processes of a pod share their numbers (shareProcessNamespace), and the JVM is not number 1. */
    void signal(String pod, String signal) {
        String script = "for comm in /proc/[0-9]*/comm; do if [ \"$(cat $comm)\" = java ]; then"
                + " pid=${comm%/comm}; kill -" + signal + " ${pid#/proc/}; fi; done";
        kubectl.run("exec", pod, "--", "sh", "-c", script).orElseThrow(pod + " could not be sent SIG" + signal);
    }

    void annotate(String pod, String... annotation) {
        List<String> arguments = new ArrayList<>(List.of("annotate", "pod", pod));
        arguments.addAll(List.of(annotation));
        kubectl.run(arguments.toArray(String[]::new)).orElseThrow(pod + " could not be marked");
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
