package sevenlayers.labs.course.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.NaturalOrder;
import sevenlayers.labs.course.doors.DoorCalls;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldException;

/**
 * Finds the state of the world that labs change, sets what a lab needs, and puts back what was found: number of pods, frozen pods, knobs
 * of the node pods, named channels of the client, settings of the balancer.
 */
public final class StateKeeper {

    /** The knobs of a fresh pod, as JSON of {@code sevenlayers.node.v1.Knobs}. */
    private static final Map<String, Object> KNOBS_AT_START = knobsAtStart();

    private static final String KNOBS = "sevenlayers.node.v1.KnobsService/";
    private static final String CLIENT = "sevenlayers.client.v1.ClientService/";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofMillis(100);

    private final World world;
    private final DoorCalls calls;
    private final BalancerState balancer;

    public StateKeeper(World world, DoorCalls calls) {
        this.world = world;
        this.calls = calls;
        this.balancer = new BalancerState(world, calls);
    }

    static Map<String, Object> knobsAtStart() {
        Map<String, Object> knobs = new LinkedHashMap<>();
        knobs.put("latency", Map.of("fixed", Map.of()));
        knobs.put("errorRate", 0L);
        knobs.put("errorCode", 14L);
        knobs.put("errorSeed", "0");
        knobs.put("concurrencyLimit", 0L);
        knobs.put("ready", true);
        knobs.put("maxConnectionAgeMillis", "0");
        knobs.put("maxConnectionAgeGraceMillis", "0");
        return knobs;
    }

    /** The state as it is now. */
    public Found find() throws InterruptedException {
        Map<String, Integer> replicas = new TreeMap<>();
        List<String> paused = new ArrayList<>();
        Map<String, Map<String, Object>> knobs = new TreeMap<>(NaturalOrder.INSTANCE);
        for (ServiceStatus service : world.services()) {
            replicas.put(service.name(), service.pods().size());
            for (PodStatus pod : service.pods()) {
                if (pod.state() == PodStatus.State.PAUSED) {
                    paused.add(pod.name());
                }
                if (service.name().equals("node") && pod.state() != PodStatus.State.DEAD) {
                    knobs.put(pod.name(), knobs(pod));
                }
            }
        }
        return new Found(LabRun.identity(world), replicas, paused, knobs, channels(), balancer.now());
    }

    /** Starts again what a fresh world has and this one lacks: without a balancer nobody could say how it was set. */
    public List<String> revive() throws InterruptedException {
        List<String> done = new ArrayList<>();
        for (ServiceStatus service : world.services()) {
            int wanted = Layout.replicasAtStart().getOrDefault(service.name(), 0);
            boolean dead = service.pods().stream().anyMatch(pod -> pod.state() == PodStatus.State.DEAD);
            if (dead || service.pods().size() < wanted) {
                world.scale(service.name(), Math.max(wanted, service.pods().size()));
                done.add(service.name() + " has all its pods again");
            }
        }
        return done;
    }

    /** The state of a fresh world. */
    public Found atStart() throws InterruptedException {
        return new Found(
                LabRun.identity(world), Layout.replicasAtStart(), List.of(), Map.of(), List.of(), balancer.atStart());
    }

    /** The state that a chapter needs: its replicas, knobs and settings, no frozen pod, no named channel but {@code channels}. */
    public void set(Chapter.State wanted, List<String> channels) throws InterruptedException {
        Map<String, Integer> replicas = new TreeMap<>(Layout.replicasAtStart());
        replicas.putAll(wanted.replicas());
        Map<String, Map<String, Object>> knobs = new TreeMap<>(NaturalOrder.INSTANCE);
        for (int pod = 1; pod <= replicas.getOrDefault("node", 0); pod++) {
            knobs.put("node-" + pod, knobsAtStart(wanted.knobs()));
        }
        List<String> problems = new ArrayList<>();
        put(
                new Found(
                        LabRun.identity(world),
                        replicas,
                        List.of(),
                        knobs,
                        channels,
                        balancer.atStart(wanted.balancer())),
                problems);
        if (!problems.isEmpty()) {
            throw new LabProblem("The state that this lab needs could not be set: " + problems.getFirst()
                    + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""));
        }
    }

    private static Map<String, Object> knobsAtStart(Map<String, Object> over) {
        Map<String, Object> knobs = new LinkedHashMap<>(KNOBS_AT_START);
        knobs.putAll(over);
        return knobs;
    }

    /**
     * Puts the world into a state. What cannot be done is said and the rest is done all the same.
     *
     * @return what was done, in sentences
     */
    public List<String> put(Found state, List<String> problems) throws InterruptedException {
        List<String> done = new ArrayList<>();
        List<ServiceStatus> services = world.services();
        boolean scaled = false;
        for (ServiceStatus service : services) {
            for (PodStatus pod : service.pods()) {
                // One that is to be frozen again goes on, too, until its knobs are turned.
                if (pod.state() == PodStatus.State.PAUSED) {
                    attempt(problems, () -> {
                        thaw(pod.name());
                        if (!state.paused().contains(pod.name())) {
                            done.add("let " + pod.name() + " go on");
                        }
                    });
                }
            }
            Integer wanted = state.replicas().get(service.name());
            boolean dead = service.pods().stream().anyMatch(pod -> pod.state() == PodStatus.State.DEAD);
            if (wanted != null && (dead || wanted != service.pods().size())) {
                scaled = true;
                attempt(problems, () -> {
                    world.scale(service.name(), wanted);
                    done.add(service.name() + " has " + wanted + (wanted == 1 ? " pod" : " pods") + " again");
                });
            }
        }
        attempt(problems, () -> closeChannels(state, done));
        attempt(problems, () -> balancer.put(state.balancer(), done));
        for (ServiceStatus service : scaled ? world.services() : services) {
            if (service.name().equals("node")) {
                for (PodStatus pod : service.pods()) {
                    attempt(problems, () -> turnKnobs(pod.name(), state, done));
                }
            }
        }
        for (String pod : state.paused()) {
            attempt(problems, () -> world.pause(pod));
        }
        return done;
    }

    private void closeChannels(Found state, List<String> done) throws InterruptedException {
        for (String channel : new TreeSet<>(channels())) {
            if (!state.channels().contains(channel)) {
                calls.call("client", CLIENT + "CloseChannel", Map.of("name", channel), 0, LIMIT);
                done.add("closed the client's channel '" + channel + "'");
            }
        }
    }

    private void turnKnobs(String pod, Found state, List<String> done) throws InterruptedException {
        Map<String, Object> wanted = state.knobs().getOrDefault(pod, KNOBS_AT_START);
        Map<String, Object> knobs = knobs(pod);
        boolean same =
                wanted.entrySet().stream().allMatch(knob -> PlainJson.same(knob.getValue(), knobs.get(knob.getKey())));
        if (!same) {
            calls.relay(pod, KNOBS + "SetKnobs", Map.of("knobs", wanted), LIMIT);
            done.add("turned the knobs of " + pod + " back");
        }
    }

    /** The knobs of a pod; a frozen one goes on for as long as it takes to ask it. */
    private Map<String, Object> knobs(PodStatus pod) throws InterruptedException {
        if (pod.state() != PodStatus.State.PAUSED) {
            return knobs(pod.name());
        }
        thaw(pod.name());
        try {
            return knobs(pod.name());
        } finally {
            world.pause(pod.name());
        }
    }

    /** Lets a frozen pod go on, and waits until it is found by its name again. One that says it is not ready never is. */
    private void thaw(String pod) throws InterruptedException {
        world.resume(pod);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (state(pod) != PodStatus.State.READY && System.nanoTime() < end) {
            Thread.sleep(EVERY);
        }
    }

    private PodStatus.State state(String pod) {
        return world.services().stream()
                .flatMap(service -> service.pods().stream())
                .filter(one -> one.name().equals(pod))
                .map(PodStatus::state)
                .findFirst()
                .orElse(PodStatus.State.DEAD);
    }

    private Map<String, Object> knobs(String pod) throws InterruptedException {
        Map<String, Object> knobs = new LinkedHashMap<>();
        for (Map<String, Object> answer : calls.relay(pod, KNOBS + "GetKnobs", Map.of(), LIMIT)) {
            if (answer.get("knobs") instanceof Map<?, ?> map) {
                map.forEach((name, value) -> knobs.put(String.valueOf(name), value));
            }
        }
        return knobs;
    }

    private List<String> channels() throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (Map<String, Object> answer : calls.call("client", CLIENT + "ListChannels", Map.of(), 0, LIMIT)) {
            if (answer.get("channels") instanceof List<?> channels) {
                channels.forEach(channel -> names.add(String.valueOf(((Map<?, ?>) channel).get("name"))));
            }
        }
        return names;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static void attempt(List<String> problems, Work work) throws InterruptedException {
        try {
            work.run();
        } catch (LabProblem | WorldException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }
}
