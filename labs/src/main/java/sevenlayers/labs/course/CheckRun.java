package sevenlayers.labs.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sevenlayers.lab.v1.CheckLabResponse;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.Progress;
import sevenlayers.lab.v1.RunEnded;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Exercise;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.course.ledger.Outcome;
import sevenlayers.labs.course.ledger.ProgressFile;
import sevenlayers.labs.course.ledger.ProgressFile.Judged;
import sevenlayers.labs.course.ledger.Verdicts;
import sevenlayers.labs.course.run.LabRun;

/** Runs the checks of labs without questions. It needs no agent: a test may run it on a world of its own. */
public final class CheckRun {

    private final LabRun.Place place;

    public CheckRun(LabRun.Place place) {
        this.place = place;
    }

    /**
     * Runs all checks of a chapter, each once more with its cause removed, and enters the verdicts into the ledger.
     *
     * @param events is told what is done, each check, and the end
     * @throws LabProblem if something could not be done; the world is put back first
     */
    public RunEnded check(Chapter chapter, String who, String language, Consumer<CheckLabResponse> events)
            throws InterruptedException {
        List<CheckResult> checks = new ArrayList<>();
        String evidence;
        try (LabRun run =
                LabRun.begin(place, chapter, who, language, Map.of(), line -> events.accept(progress(line)))) {
            evidence = run.evidence().shown();
            for (Step step : chapter.steps()) {
                StepResult result = run.steps().run(step);
                run.evidence().write("step-" + step.number(), "result.json", result);
                for (CheckResult check : result.getChecksList()) {
                    checks.add(check);
                    events.accept(CheckLabResponse.newBuilder().setCheck(check).build());
                }
            }
        }
        Map<String, Verdict> verdicts = Verdicts.of(chapter, place.course().catalogue(), Outcome.of(checks));
        String world = place.world().kind().label();
        place.course()
                .enter(
                        chapter,
                        world,
                        verdicts,
                        evidence,
                        place.clock().instant().toString());
        RunEnded ended = RunEnded.newBuilder()
                .addAllClaims(
                        Answers.verdicts(place.course(), chapter, place.world().kind(), verdicts, evidence))
                .setStepsDone(chapter.steps().size())
                .build();
        events.accept(CheckLabResponse.newBuilder().setEnded(ended).build());
        return ended;
    }

    /**
     * Judges the student's own work on a chapter's exercise.
     *
     * @return whether it passes
     */
    public boolean checkMine(Chapter chapter, String who, String language, Consumer<CheckLabResponse> events)
            throws InterruptedException {
        Exercise exercise = exercise(chapter);
        Path file = place.course().mine(chapter).resolve(exercise.start().getFileName());
        boolean created = create(exercise.start(), file);
        String shown = place.course().home().relativize(file).toString();
        events.accept(progress((created ? "made from the chapter's start, which is to fail: " : "judging ") + shown));
        Map<String, Object> answer = exercise.answer(file);
        String world = place.world().kind().label();
        boolean passed;
        try (LabRun run = begin(chapter, answer, who, language, events)) {
            run.evidence().copy("exercise", file);
            passed = judge(run, exercise, events);
            Judged judged = new Judged(
                    world,
                    passed,
                    1,
                    place.clock().instant().toString(),
                    run.evidence().shown("exercise"));
            place.course()
                    .progress()
                    .change(chapter.id(), ProgressFile.MINE, old -> old.by(who).judged(judged));
        }
        events.accept(CheckLabResponse.newBuilder()
                .setEnded(RunEnded.getDefaultInstance())
                .build());
        return passed;
    }

    /** Judges an answer to the exercise. */
    public boolean judge(
            Chapter chapter, Map<String, Object> answer, String who, String language, Consumer<CheckLabResponse> events)
            throws InterruptedException {
        try (LabRun run = begin(chapter, answer, who, language, events)) {
            return judge(run, exercise(chapter), events);
        }
    }

    private LabRun begin(
            Chapter chapter, Map<String, Object> answer, String who, String language, Consumer<CheckLabResponse> events)
            throws InterruptedException {
        return LabRun.begin(place, chapter, who, language, answer, line -> events.accept(progress(line)));
    }

    private static boolean judge(LabRun run, Exercise exercise, Consumer<CheckLabResponse> events)
            throws InterruptedException {
        StepResult result = run.steps().exercise(exercise);
        run.evidence().write("exercise", "result.json", result);
        result.getFiguresList()
                .forEach(figure -> events.accept(
                        CheckLabResponse.newBuilder().setFigure(figure).build()));
        result.getChecksList()
                .forEach(check -> events.accept(
                        CheckLabResponse.newBuilder().setCheck(check).build()));
        return result.getChecksList().stream().allMatch(CheckResult::getPassed);
    }

    private static Exercise exercise(Chapter chapter) {
        Exercise exercise = chapter.exercise();
        if (exercise == null) {
            throw new LabProblem("Lab " + chapter.id() + " has no exercise.");
        }
        return exercise;
    }

    private static boolean create(Path start, Path file) {
        if (Files.exists(file)) {
            return false;
        }
        try {
            Files.createDirectories(file.getParent());
            Files.copy(start, file);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be made", e);
        }
    }

    private static CheckLabResponse progress(String line) {
        return CheckLabResponse.newBuilder()
                .setProgress(Progress.newBuilder().setText(line))
                .build();
    }
}
