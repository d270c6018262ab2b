package sevenlayers.labs.course;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.HintShown;
import sevenlayers.lab.v1.Option;
import sevenlayers.lab.v1.Progress;
import sevenlayers.lab.v1.RunEnded;
import sevenlayers.lab.v1.RunLabRequest;
import sevenlayers.lab.v1.RunLabResponse;
import sevenlayers.lab.v1.StartRun;
import sevenlayers.lab.v1.StepOpened;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.lab.v1.WrongPrediction;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.course.chapter.Texts;
import sevenlayers.labs.course.ledger.Outcome;
import sevenlayers.labs.course.ledger.ProgressFile.LabProgress;
import sevenlayers.labs.course.ledger.ProgressFile.Predicted;
import sevenlayers.labs.course.ledger.Verdicts;
import sevenlayers.labs.course.run.LabRun;
import sevenlayers.labs.course.view.CheckView;

/** One student's way through a lab: predict, run, compare, step by step. */
final class Session {

    private final LabRun.Place place;
    private final BlockingQueue<RunLabRequest> requests;
    private final Consumer<RunLabResponse> events;
    private final Chapter chapter;
    private final String language;
    private final Texts texts;
    private final String who;
    private final boolean fromStart;
    private LabProgress progress;
    private boolean measured;
    private String evidence = "";

    /** @param requests what the student does; the empty request is the end */
    Session(
            LabRun.Place place,
            StartRun start,
            BlockingQueue<RunLabRequest> requests,
            Consumer<RunLabResponse> events) {
        this.place = place;
        this.requests = requests;
        this.events = events;
        this.chapter = place.course().chapters().find(start.getLab());
        this.language = start.getLanguage();
        this.texts = chapter.texts();
        this.who = start.getWho().isEmpty() ? "somebody" : start.getWho();
        this.fromStart = start.getFromStart();
        this.progress = known();
    }

    /** What the session starts from. The file is left as it is until a step is measured: who only looks loses nothing. */
    private LabProgress known() {
        LabProgress old =
                place.course().progress().of(chapter.id(), place.world().kind().label());
        boolean again = fromStart || old.next() > chapter.steps().size();
        return (again ? old.again() : old).by(who);
    }

    void run() throws InterruptedException {
        try (LabRun run = LabRun.begin(place, chapter, who, language, Map.of(), this::doing)) {
            progress = known(); // whoever had the lease before may have gone on
            evidence = run.evidence().shown();
            if (progress.next() > 1) {
                doing("going on at step " + progress.next() + "; ./lab run " + chapter.number()
                        + " --from-start begins again");
            }
            for (Step step :
                    chapter.steps().subList(progress.next() - 1, chapter.steps().size())) {
                if (!take(run, step)) {
                    break;
                }
            }
        }
        events.accept(RunLabResponse.newBuilder().setEnded(ended()).build());
    }

    /** @return whether the student goes on to the next step */
    private boolean take(LabRun run, Step step) throws InterruptedException {
        events.accept(RunLabResponse.newBuilder().setStep(opened(step)).build());
        run.show("step " + step.number() + " of " + chapter.steps().size() + ": " + text(step, "question"));
        int hints = 0;
        String option = "";
        while (true) {
            RunLabRequest request = requests.take();
            switch (request.getActionCase()) {
                case PREDICT -> {
                    if (!step.prediction()
                            .options()
                            .contains(request.getPredict().getOption())) {
                        doing("'" + request.getPredict().getOption() + "' is no option; there are "
                                + String.join(", ", step.prediction().options()));
                    } else {
                        option = request.getPredict().getOption();
                        measure(run, step, option);
                    }
                }
                case AGAIN -> {
                    if (option.isEmpty()) {
                        doing("predict first");
                    } else {
                        measure(run, step, option);
                    }
                }
                case HINT -> {
                    List<String> list = texts.list(language, "steps." + step.id() + ".hints");
                    boolean more = hints < list.size();
                    events.accept(RunLabResponse.newBuilder()
                            .setHint(HintShown.newBuilder().setNumber(hints + 1).setText(more ? list.get(hints) : ""))
                            .build());
                    hints += more ? 1 : 0;
                }
                case NEXT -> {
                    if (!option.isEmpty()) {
                        return true;
                    }
                    doing("predict first");
                }
                case START, ACTION_NOT_SET -> {
                    return false;
                }
            }
        }
    }

    private void measure(LabRun run, Step step, String option) throws InterruptedException {
        StepResult ran = run.steps().run(step);
        boolean right = option.equals(step.prediction().answer());
        StepResult result = ran.toBuilder()
                .setRight(right)
                .setAboutPrediction(text(step, "about." + option))
                .build();
        run.evidence().write("step-" + step.number(), "result.json", result);
        Predicted predicted =
                new Predicted(option, right, place.clock().instant().toString(), result.getEvidence());
        // Done once it is measured: who leaves while reading the result goes on with the next step.
        keep(progress.with(step.id(), predicted, Outcome.of(result.getChecksList()))
                .at(step.number() + 1));
        measured = true;
        events.accept(RunLabResponse.newBuilder().setResult(result).build());
        for (CheckResult check : result.getChecksList()) {
            run.show(CheckView.mark(check) + " " + check.getId() + " " + check.getTitle());
        }
    }

    private void keep(LabProgress changed) {
        progress = place.course().progress().change(chapter.id(), changed.world(), _ -> changed);
    }

    private RunEnded ended() {
        Map<String, Verdict> verdicts = Verdicts.of(chapter, place.course().catalogue(), progress.checks());
        if (measured) {
            place.course()
                    .enter(
                            chapter,
                            progress.world(),
                            verdicts,
                            evidence,
                            place.clock().instant().toString());
        }
        return RunEnded.newBuilder()
                .addAllWrong(wrong())
                .addAllClaims(
                        Answers.verdicts(place.course(), chapter, place.world().kind(), verdicts, evidence))
                .setStepsDone(progress.next() - 1)
                .build();
    }

    private List<WrongPrediction> wrong() {
        List<WrongPrediction> wrong = new ArrayList<>();
        for (Step step : chapter.steps()) {
            Predicted predicted = progress.predictions().get(step.id());
            if (predicted != null && !predicted.right()) {
                wrong.add(WrongPrediction.newBuilder()
                        .setStep(step.number())
                        .setText(text(step, "options." + predicted.option()) + " → "
                                + text(step, "options." + step.prediction().answer()))
                        .setClaim(step.prediction().claim())
                        .build());
            }
        }
        return wrong;
    }

    private StepOpened opened(Step step) {
        StepOpened.Builder opened = StepOpened.newBuilder()
                .setTitle(chapter.number() + " · " + texts.get(language, "title"))
                .setNumber(step.number())
                .setOf(chapter.steps().size())
                .setText(text(step, "text"))
                .setQuestion(text(step, "question"))
                .setHints(texts.list(language, "steps." + step.id() + ".hints").size());
        for (String letter : step.prediction().options()) {
            opened.addOptions(Option.newBuilder().setLetter(letter).setText(text(step, "options." + letter)));
        }
        return opened.build();
    }

    private String text(Step step, String key) {
        return texts.get(language, "steps." + step.id() + "." + key);
    }

    private void doing(String line) {
        events.accept(RunLabResponse.newBuilder()
                .setProgress(Progress.newBuilder().setText(line))
                .build());
    }
}
