package sevenlayers.labs.course.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevenlayers.lab.v1.Bar;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.Lane;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Exercise;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.course.ledger.ProgressFile.Judged;
import sevenlayers.labs.course.ledger.ProgressFile.LabProgress;
import sevenlayers.labs.course.ledger.ProgressFile.Predicted;

/** Predictions, results, the exercise and verdicts as one Markdown file to hand in. */
public final class Report {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Course course;
    private final String language;
    private final DateTimeFormatter time;
    private final StringBuilder text = new StringBuilder();

    /** @param zone in which times are shown */
    public Report(Course course, String language, ZoneId zone) {
        this.course = course;
        this.language = language;
        this.time = MINUTE.withZone(zone);
    }

    /**
     * The report.
     *
     * @param who hands it in
     * @param at when
     */
    public String write(String who, Instant at) {
        line("# Seven Layers: what " + who + " predicted and measured");
        line("");
        line("Written " + time.format(at) + " (" + time.getZone() + ") on commit `" + Commit.of(course.home()) + "`.");
        List<LabProgress> labs = labs();
        if (labs.isEmpty()) {
            line("");
            line("No step has been run yet, and no exercise judged.");
        } else {
            overview(labs);
        }
        for (LabProgress progress : labs) {
            Chapter chapter = course.chapters().read(progress.lab());
            if (isExercise(progress)) {
                exercise(chapter, progress);
            } else {
                lab(chapter, progress);
            }
        }
        claims();
        return text.toString();
    }

    /** What there is to tell of, in the order of the course; a lab's exercise after its steps. */
    private List<LabProgress> labs() {
        List<LabProgress> labs = new ArrayList<>();
        for (String chapter : course.chapters().ids()) {
            course.progress().all().values().stream()
                    .filter(progress -> progress.lab().equals(chapter))
                    .filter(progress -> isExercise(progress)
                            ? progress.judged() != null
                            : !progress.predictions().isEmpty())
                    .sorted((one, other) -> Boolean.compare(isExercise(one), isExercise(other)))
                    .forEach(labs::add);
        }
        return labs;
    }

    private static boolean isExercise(LabProgress progress) {
        return progress.world().equals(ProgressFile.MINE);
    }

    private void overview(List<LabProgress> labs) {
        line("");
        line("| lab | world | |");
        line("|---|---|---|");
        for (LabProgress progress : labs) {
            Chapter chapter = course.chapters().read(progress.lab());
            Judged judged = progress.judged();
            if (judged != null) {
                row(title(chapter) + ", the exercise", judged.world(), verdict(judged));
            } else {
                row(title(chapter), progress.world(), steps(chapter, progress));
            }
        }
    }

    private String title(Chapter chapter) {
        return chapter.number() + " · " + chapter.texts().get(language, "title");
    }

    private static String steps(Chapter chapter, LabProgress progress) {
        int done = progress.predictions().size();
        long right = progress.predictions().values().stream()
                .filter(Predicted::right)
                .count();
        long failed = progress.checks().values().stream()
                .filter(Outcome.FAILED::equals)
                .count();
        return done + " of " + chapter.steps().size() + " steps done; " + right + " of " + done + " predictions right; "
                + (failed == 0 ? "no" : failed) + " failed checks";
    }

    private static String verdict(Judged judged) {
        return (judged.passed() ? "passed" : "not passed") + " at try " + judged.tries();
    }

    private void lab(Chapter chapter, LabProgress progress) {
        line("");
        line("## " + title(chapter) + " (" + progress.world() + ")");
        for (Step step : chapter.steps()) {
            Predicted predicted = progress.predictions().get(step.id());
            if (predicted != null) {
                step(chapter, step, predicted);
            }
        }
    }

    private void step(Chapter chapter, Step step, Predicted predicted) {
        String prefix = "steps." + step.id() + ".";
        line("");
        line("### Step " + step.number() + ": " + chapter.texts().get(language, prefix + "question"));
        line("");
        line("Predicted " + when(predicted.at()) + ", " + (predicted.right() ? "rightly" : "wrongly") + ":");
        line("");
        for (String letter : step.prediction().options()) {
            String said = letter.equals(predicted.option()) ? " **← predicted**" : "";
            String is = letter.equals(step.prediction().answer()) ? " ✓" : "";
            line("- " + letter + ") " + chapter.texts().get(language, prefix + "options." + letter) + is + said);
        }
        Optional<StepResult> result = result(predicted.evidence());
        result.ifPresent(measured -> {
            measured.getFiguresList().forEach(this::figure);
            line("");
            line(measured.getWhy().replaceAll("\\s+", " "));
        });
        result.ifPresent(measured -> checks(measured.getChecksList()));
        line("");
        line("Evidence: `" + predicted.evidence() + "`" + (result.isEmpty() ? ", which is not there any more." : ""));
    }

    private void exercise(Chapter chapter, LabProgress progress) {
        Judged judged = progress.judged();
        Exercise exercise = chapter.exercise();
        if (judged == null || exercise == null) {
            return;
        }
        int hints = chapter.texts().list(language, "exercise.hints").size();
        line("");
        line("## " + title(chapter) + ": the exercise (" + judged.world() + ")");
        line("");
        line(chapter.texts().get(language, "exercise.goal").replaceAll("\\s+", " "));
        line("");
        line("Judged " + when(judged.at()) + ": " + verdict(judged) + ", with " + progress.exerciseHints() + " of "
                + hints + " hints.");
        Path answer = course.home()
                .resolve(judged.evidence())
                .resolve(exercise.start().getFileName());
        read(answer).ifPresent(file -> {
            line("");
            line("```yaml");
            line(file.stripTrailing());
            line("```");
        });
        result(judged.evidence()).ifPresent(measured -> {
            measured.getFiguresList().forEach(this::figure);
            checks(measured.getChecksList());
        });
        line("");
        line("Evidence: `" + judged.evidence() + "`");
    }

    private void figure(Figure figure) {
        lanes(figure);
        table(figure);
        if (figure.getBarsList().isEmpty()) {
            return;
        }
        line("");
        line("| " + cell(figure.getTitle()) + " | | |");
        line("|---|---:|---|");
        for (Bar bar : figure.getBarsList()) {
            row(bar.getLabel(), String.valueOf(Math.round(bar.getValue())), bar.getNote());
        }
    }

    private void lanes(Figure figure) {
        if (figure.getLanesList().isEmpty()) {
            return;
        }
        line("");
        line("| " + cell(figure.getTitle()) + " | | |");
        line("|---|---|---|");
        for (Lane lane : figure.getLanesList()) {
            row(lane.getLabel(), String.join(" ", lane.getItemsList()), lane.getNote());
        }
    }

    private void table(Figure figure) {
        if (figure.getRowsList().isEmpty()) {
            return;
        }
        line("");
        line(cell(figure.getTitle()) + ":");
        line("");
        int columns = figure.getRows(0).getCellsCount();
        for (int number = 0; number < figure.getRowsCount(); number++) {
            row(figure.getRows(number).getCellsList().toArray(String[]::new));
            if (number == 0) {
                line("|---|" + "---:|".repeat(columns - 1));
            }
        }
    }

    private void checks(List<CheckResult> checks) {
        line("");
        for (CheckResult check : checks) {
            if (check.getControl()) {
                line("  - with its cause removed " + (check.getPassed() ? "it fails, as it must" : "it does not fail")
                        + ": " + check.getSaw());
            } else if (!check.getSkipped().isEmpty()) {
                line("- – " + check.getId() + " " + check.getTitle() + ": nothing to judge; " + check.getSkipped());
            } else {
                line("- " + (check.getPassed() ? "✓ " : "✗ ") + check.getId() + " " + check.getTitle() + ": "
                        + check.getSaw()
                        + (check.getBecause().isEmpty() ? "" : "; because " + check.getBecause()));
            }
        }
    }

    private Optional<StepResult> result(String evidence) {
        StepResult.Builder result = StepResult.newBuilder();
        return read(course.home().resolve(evidence).resolve("result.json")).flatMap(json -> {
            try {
                JsonFormat.parser().ignoringUnknownFields().merge(json, result);
                return Optional.of(result.build());
            } catch (InvalidProtocolBufferException _) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void claims() {
        line("");
        line("## Claims");
        line("");
        List<Ledger.Entry> entries = course.ledger().latest();
        if (entries.isEmpty()) {
            line("None has been measured yet.");
            return;
        }
        line("| claim | what it says | world | verdict | commit | when |");
        line("|---|---|---|---|---|---|");
        for (Ledger.Entry entry : entries) {
            row(
                    entry.claim(),
                    course.catalogue()
                            .find(entry.claim())
                            .map(claim -> claim.text())
                            .orElse(""),
                    entry.world(),
                    entry.verdict(),
                    "`" + entry.commit() + "`",
                    when(entry.at()));
        }
    }

    private String when(String at) {
        try {
            return time.format(Instant.parse(at));
        } catch (DateTimeParseException _) {
            return at;
        }
    }

    private void row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(cell(cell)).append(" |");
        }
        line(row.toString());
    }

    /** As it can stand in a table. */
    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
