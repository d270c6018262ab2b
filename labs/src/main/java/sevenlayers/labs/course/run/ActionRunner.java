package sevenlayers.labs.course.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.cel.CelProblem;
import sevenlayers.labs.course.chapter.Action;
import sevenlayers.labs.course.chapter.Action.Call;
import sevenlayers.labs.course.chapter.Action.PodAction;
import sevenlayers.labs.course.chapter.Action.Scale;
import sevenlayers.labs.course.chapter.Action.Sleep;
import sevenlayers.labs.course.chapter.Action.Target;
import sevenlayers.labs.course.chapter.NaturalOrder;
import sevenlayers.labs.course.doors.DoorCalls;
import sevenlayers.labs.course.doors.DoorProblem;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;

/** Does the actions of a step, one after the other, and records what they answer. */
final class ActionRunner {

    private final World world;
    private final DoorCalls calls;
    private final Map<String, Object> mine;

    /** When each action ended, in {@link System#nanoTime}: a sleep may count from one of an earlier step. */
    private final Map<String, Long> ended = new HashMap<>();

    /** @param mine in an exercise: the student's file */
    ActionRunner(World world, DoorCalls calls, Map<String, Object> mine) {
        this.world = world;
        this.calls = calls;
        this.mine = mine;
    }

    /** @param doing is told of each action before it begins */
    void run(List<Action> actions, Recording recording, Consumer<Action> doing) throws InterruptedException {
        recording.record("world", worldNow());
        if (!mine.isEmpty()) {
            recording.record("mine", mine);
        }
        for (Action action : actions) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            doing.accept(action);
            switch (action) {
                case Call call
                when !call.meanwhile().isEmpty() -> {
                    List<Map<String, Object>> answers = whileCalling(call, recording, doing);
                    recording.record(call.name(), answers);
                }
                case Call call -> call(call, recording);
                case Scale scale -> {
                    world.scale(scale.service(), scale.to());
                    recording.record("world", worldNow());
                }
                case PodAction pod -> {
                    switch (pod.verb()) {
                        case STOP -> world.stop(pod.pod(), false);
                        case PAUSE -> world.pause(pod.pod());
                        case RESUME -> world.resume(pod.pod());
                    }
                    recording.record("world", worldNow());
                }
                case Sleep sleep -> sleep(sleep.duration(), sleep.since());
            }
            ended.put(action.name(), System.nanoTime());
        }
    }

    /** {@code {kind: processes, pods: {node: [node-1, …]}}}: the pods that are ready. */
    private Map<String, Object> worldNow() {
        Map<String, Object> pods = new LinkedHashMap<>();
        for (ServiceStatus service : world.services()) {
            pods.put(service.name(), ready(service));
        }
        return Map.of("kind", world.kind().label(), "pods", pods);
    }

    private static List<String> ready(ServiceStatus service) {
        return service.pods().stream()
                .filter(pod -> pod.state() == PodStatus.State.READY)
                .map(PodStatus::name)
                .sorted(NaturalOrder.INSTANCE)
                .toList();
    }

    private void sleep(Duration duration, @Nullable String since) throws InterruptedException {
        long from = since == null ? System.nanoTime() : ended.getOrDefault(since, System.nanoTime());
        Thread.sleep(Duration.ofNanos(Math.max(0, from + duration.toNanos() - System.nanoTime())));
    }

    private void call(Call call, Recording recording) throws InterruptedException {
        Action.Until until = call.until();
        if (until == null) {
            once(call, recording);
            return;
        }
        long end = System.nanoTime() + call.limit().toNanos();
        while (true) {
            once(call, recording);
            if (holds(until, recording)) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new LabProblem(Describe.call(call) + " did not come to `" + until.condition() + "` within "
                        + Describe.time(call.limit()) + ".");
            }
            Thread.sleep(until.every());
        }
    }

    /**
     * The call on a thread of its own, and the rest on this one. When the rest is done the call is ended, if it has not ended by itself; if
     * either fails, so does the step.
     */
    private List<Map<String, Object>> whileCalling(Call call, Recording recording, Consumer<Action> doing)
            throws InterruptedException {
        Map<String, Object> request = request(call, recording);
        String door = call.target() instanceof Target.Door(String service) ? service : "client";
        long began = System.nanoTime();
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<List<Map<String, Object>>> answers =
                new FutureTask<>(() -> calls.callUntil(door, call.method(), request, call.limit(), done::get));
        Thread thread = Thread.ofVirtual().start(answers);
        try {
            run(call.meanwhile(), recording, doing);
            done.set(true);
            List<Map<String, Object>> messages = answers.get();
            recording.keep(call.name(), door, call.method(), request, messages, millisSince(began));
            return messages;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LabProblem problem
                    ? problem
                    : new LabProblem(Describe.call(call) + " failed: " + e.getCause(), e);
        } finally {
            thread.interrupt();
        }
    }

    /** Until there is something to judge, a condition does not hold. */
    private static boolean holds(Action.Until until, Recording recording) {
        try {
            return until.condition().isTrue(recording);
        } catch (CelProblem e) {
            return false;
        }
    }

    private void once(Call call, Recording recording) throws InterruptedException {
        Map<String, Object> request = request(call, recording);
        try {
            once(call, request, recording);
        } catch (DoorProblem e) {
            if (!call.mayFail()) {
                throw e;
            }
            List<Map<String, Object>> failure = List.of(Map.of("failure", e.failure()));
            recording.keep(call.name(), Describe.target(call), call.method(), request, failure, 0);
            recording.record(call.name(), failure);
        }
    }

    private void once(Call call, Map<String, Object> request, Recording recording) throws InterruptedException {
        switch (call.target()) {
            case Target.Door(String service) -> {
                long began = System.nanoTime();
                List<Map<String, Object>> answers =
                        calls.call(service, call.method(), request, call.take(), call.limit());
                recording.keep(call.name(), service, call.method(), request, answers, millisSince(began));
                recording.record(call.name(), answers);
            }
            case Target.OnePod(String pod) -> recording.record(call.name(), relay(call, pod, request, recording));
            case Target.EachPod(String service) -> {
                List<Map<String, Object>> answers = new ArrayList<>();
                for (ServiceStatus status : world.services()) {
                    if (status.name().equals(service)) {
                        for (String pod : ready(status)) {
                            answers.addAll(relay(call, pod, request, recording));
                        }
                    }
                }
                recording.record(call.name(), answers);
            }
        }
    }

    private List<Map<String, Object>> relay(Call call, String pod, Map<String, Object> request, Recording recording)
            throws InterruptedException {
        long began = System.nanoTime();
        List<Map<String, Object>> answers = calls.relay(pod, call.method(), request, call.limit());
        recording.keep(call.name(), pod, call.method(), request, answers, millisSince(began));
        return answers;
    }

    private static long millisSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
    }

    /** The request, with what comes from earlier answers. */
    private Map<String, Object> request(Call call, Recording recording) {
        Map<String, Object> request = request(call);
        if (call.with().isEmpty()) {
            return request;
        }
        Map<String, Object> filled = new LinkedHashMap<>(request);
        call.with().forEach((field, expression) -> filled.put(field, expression.value(recording)));
        return filled;
    }

    /** The request, with the student's part laid over it. */
    private Map<String, Object> request(Call call) {
        Action.Mine part = call.mine();
        if (part == null || !(mine.get(part.section()) instanceof Map<?, ?> fields)) {
            return call.request();
        }
        String into = part.into();
        if (into == null) {
            return over(call.request(), fields);
        }
        Map<String, Object> request = new LinkedHashMap<>(call.request());
        request.put(into, request.get(into) instanceof Map<?, ?> inner ? over(inner, fields) : fields);
        return request;
    }

    private static Map<String, Object> over(Map<?, ?> base, Map<?, ?> fields) {
        Map<String, Object> result = new LinkedHashMap<>();
        base.forEach((field, value) -> result.put(String.valueOf(field), value));
        fields.forEach((field, value) -> result.put(String.valueOf(field), value));
        return result;
    }
}
