package sevenlayers.labs.course.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.cel.CelProblem;
import sevenlayers.labs.course.cel.Template;
import sevenlayers.labs.course.chapter.Action;
import sevenlayers.labs.course.chapter.Body;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Check;
import sevenlayers.labs.course.chapter.Exercise;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.course.doors.DoorCalls;
import sevenlayers.labs.course.doors.Doors;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.World;

/** Runs the steps of one chapter: actions, figures, checks, and each check once more with its cause removed. */
public final class StepRunner {

    private final Chapter chapter;
    private final World world;
    private final Doors doors;
    private final Evidence evidence;
    private final String language;
    private final Consumer<String> progress;
    private final ActionRunner actions;
    private final StateKeeper keeper;
    private final List<String> channels;
    private @Nullable String lastDone;

    /**
     * @param progress is told what is being done, a sentence at a time
     * @param channels named channels of the client that are left open
     * @param mine for an exercise: the student's file; else empty
     */
    public StepRunner(
            Chapter chapter,
            World world,
            Doors doors,
            DoorCalls calls,
            Evidence evidence,
            String language,
            Consumer<String> progress,
            List<String> channels,
            Map<String, Object> mine) {
        this.chapter = chapter;
        this.world = world;
        this.doors = doors;
        this.evidence = evidence;
        this.language = language;
        this.progress = progress;
        this.channels = channels;
        this.actions = new ActionRunner(world, calls, mine);
        this.keeper = new StateKeeper(world, calls);
    }

    /**
     * Runs a step.
     *
     * @throws LabProblem if something could not be done, with the pods that died meanwhile
     */
    public StepResult run(Step step) throws InterruptedException {
        try {
            return attempt(step);
        } catch (CelProblem e) {
            throw new LabProblem(
                    e.getMessage() + ". What was recorded: " + evidence.shown("step-" + step.number()) + "calls.json",
                    e);
        } catch (LabProblem e) {
            throw new LabProblem(e.getMessage() + dead(), e);
        }
    }

    private StepResult attempt(Step step) throws InterruptedException {
        begin(step);
        String part = "step-" + step.number();
        Judge judge = new Judge(chapter, language, evidence.shown(part), doorsOf(step.body()));
        Map<List<Action>, Recording> controls = new HashMap<>();
        for (Check check : step.checks()) {
            Check.Control control = check.control();
            if (control != null && control.before()) {
                control(step, check, control, controls);
            }
        }
        Recording recording = recording(step);
        perform("steps." + step.id(), step.body().actions(), recording);
        lastDone = step.id();
        evidence.write(part, "calls.json", recording.calls());
        step.evidence()
                .forEach((file, expression) -> evidence.write(part, file + ".json", expression.value(recording)));

        StepResult.Builder result = StepResult.newBuilder();
        result.addAllFigures(figures("steps." + step.id(), step.body(), step.figures(), recording));
        for (Check check : step.checks()) {
            result.addChecks(judge.check(check, step.body(), recording));
            Check.Control control = check.control();
            if (control != null && Judge.applies(check, recording)) {
                Recording removed = control(step, check, control, controls);
                result.addChecks(judge.control(check, step.body(), removed));
            }
        }
        result.setAnswer(step.prediction().answer())
                .setWhy(text(step, "why", recording))
                .addAllByHand(byHand(step, recording))
                .setEvidence(evidence.shown(part));
        evidence.write(
                part,
                "checks.json",
                result.getChecksList().stream().map(StepRunner::plain).toList());
        return result.build();
    }

    /** Runs the actions of the exercise with the student's file, and judges the outcome. */
    public StepResult exercise(Exercise exercise) throws InterruptedException {
        try {
            Recording recording = new Recording(exercise.body(), chapter.texts().map(language, "exercise.words"));
            perform("exercise", exercise.body().actions(), recording);
            evidence.write("exercise", "calls.json", recording.calls());
            Judge judge = new Judge(chapter, language, evidence.shown("exercise"), doorsOf(exercise.body()));
            StepResult.Builder result = StepResult.newBuilder().setEvidence(evidence.shown("exercise"));
            result.addAllFigures(figures("exercise", exercise.body(), exercise.figures(), recording));
            exercise.checks().forEach(check -> result.addChecks(judge.check(check, exercise.body(), recording)));
            evidence.write(
                    "exercise",
                    "checks.json",
                    result.getChecksList().stream().map(StepRunner::plain).toList());
            return result.build();
        } catch (LabProblem e) {
            throw new LabProblem(e.getMessage() + dead(), e);
        }
    }

    /** A step begins in its state; one that continues another begins where that one ends. */
    private void begin(Step step) throws InterruptedException {
        String continues = step.continues();
        if (continues == null) {
            keeper.set(step.state(), channels);
            return;
        }
        if (continues.equals(lastDone)) {
            return;
        }
        Step earlier = chapter.step(continues);
        progress.accept(
                "step " + step.number() + " goes on from where step " + earlier.number() + " ends: doing that first");
        begin(earlier);
        perform("steps." + earlier.id(), earlier.body().actions(), recording(earlier));
        lastDone = earlier.id();
    }

    private Recording recording(Step step) {
        return new Recording(step.body(), chapter.texts().map(language, "steps." + step.id() + ".words"));
    }

    /** @param prefix of the texts that say what is done */
    private void perform(String prefix, List<Action> list, Recording recording) throws InterruptedException {
        actions.run(list, recording, action -> {
            String words = chapter.texts().find(language, prefix + ".doing." + action.name());
            progress.accept(words == null ? Describe.action(action) : words);
        });
    }

    /** Checks whose causes are removed in the same way share one run. */
    private Recording control(Step step, Check check, Check.Control control, Map<List<Action>, Recording> done)
            throws InterruptedException {
        Recording known = done.get(control.actions());
        if (known != null) {
            return known;
        }
        progress.accept(
                "with its cause removed: " + chapter.texts().get(language, "checks." + check.id() + ".control"));
        Recording recording = recording(step);
        actions.run(control.actions(), recording, _ -> {});
        evidence.write("step-" + step.number() + "/control-" + check.id(), "calls.json", recording.calls());
        done.put(control.actions(), recording);
        return recording;
    }

    private List<Figure> figures(String prefix, Body body, List<Step.Figure> figures, Recording recording) {
        List<Figure> drawn = new ArrayList<>();
        for (Step.Figure figure : figures) {
            String title = fill(prefix + ".figures." + figure.id(), body, recording);
            drawn.add(Drawing.of(figure.kind(), title, figure.rows().rows(recording)));
        }
        return drawn;
    }

    private String text(Step step, String key, Recording recording) {
        return fill("steps." + step.id() + "." + key, step.body(), recording);
    }

    private String fill(String key, Body body, Recording recording) {
        try {
            return Template.parse(chapter.texts().get(language, key), body.expressions())
                    .fill(recording);
        } catch (CelProblem e) {
            throw new CelProblem("the text " + key + ": " + e.getMessage(), e);
        }
    }

    private List<String> byHand(Step step, Recording recording) {
        List<String> lines = new ArrayList<>();
        for (Action action : step.body().actions()) {
            if (action instanceof Action.Call call && step.byHand().contains(call.name())) {
                Map<String, Object> request = call.with().isEmpty() ? call.request() : recording.request(call.name());
                lines.add(Describe.grpcurl(call, request, doors.address(door(call))));
            }
        }
        return lines;
    }

    private static String door(Action.Call call) {
        return call.target() instanceof Action.Target.Door(String service) ? service : "client";
    }

    private static List<String> doorsOf(Body body) {
        return body.actions().stream()
                .filter(Action.Call.class::isInstance)
                .map(action -> door((Action.Call) action))
                .distinct()
                .toList();
    }

    /** The pods that are dead, which may be why something failed. */
    private String dead() {
        String pods = world.services().stream()
                .flatMap(service -> service.pods().stream())
                .filter(pod -> pod.state() == PodStatus.State.DEAD)
                .map(pod -> pod.name() + (pod.detail().isEmpty() ? "" : " (" + pod.detail() + ")"))
                .collect(Collectors.joining(", "));
        return pods.isEmpty()
                ? ""
                : " Not running: " + pods + ". `./lab up` starts what is missing; then run this again.";
    }

    private static Map<String, Object> plain(CheckResult check) {
        return sevenlayers.labs.course.doors.PlainValues.map(check);
    }
}
