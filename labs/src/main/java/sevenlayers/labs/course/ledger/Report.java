package sevenlayers.labs.course.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import sevenlayers.lab.v1.Bar;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.course.ledger.ProgressFile.LabProgress;
import sevenlayers.labs.course.ledger.ProgressFile.Predicted;

/** Predictions, results and verdicts as one Markdown file to hand in. */
public final class Report {

    private final Course course;
    private final String language;
    private final StringBuilder text = new StringBuilder();

    public Report(Course course, String language) {
        this.course = course;
        this.language = language;
    }

    /**
     * The report.
     *
     * @param who hands it in
     * @param at when, as it is to be shown
     */
    public String write(String who, String at) {
        line("# Seven Layers: what " + who + " predicted and measured");
        line("");
        line("Written " + at + " from commit `" + Commit.of(course.home()) + "`.");
        List<String> chapters = course.chapters().ids();
        for (LabProgress progress : course.progress().all().values()) {
            if (chapters.contains(progress.lab()) && !progress.predictions().isEmpty()) {
                lab(course.chapters().read(progress.lab()), progress);
            }
        }
        claims();
        return text.toString();
    }

    private void lab(Chapter chapter, LabProgress progress) {
        long right = progress.predictions().values().stream()
                .filter(Predicted::right)
                .count();
        line("");
        line("## " + chapter.number() + " · " + chapter.texts().get(language, "title") + " (" + progress.world() + ")");
        line("");
        line("Steps done: " + progress.predictions().size() + " of "
                + chapter.steps().size() + ". Predictions that were right: " + right + ".");
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
        for (String letter : step.prediction().options()) {
            String said = letter.equals(predicted.option()) ? " **← predicted**" : "";
            String is = letter.equals(step.prediction().answer()) ? " ✓" : "";
            line("- " + letter + ") " + chapter.texts().get(language, prefix + "options." + letter) + is + said);
        }
        result(predicted.evidence()).ifPresent(this::measured);
        line("");
        line("Predicted " + seconds(predicted.at()) + "; evidence `" + predicted.evidence() + "`.");
    }

    private void measured(StepResult result) {
        for (Figure figure : result.getFiguresList()) {
            line("");
            line("| " + figure.getTitle() + " | | |");
            line("|---|---:|---|");
            for (Bar bar : figure.getBarsList()) {
                line("| " + bar.getLabel() + " | " + Math.round(bar.getValue()) + " | " + bar.getNote() + " |");
            }
        }
        line("");
        line(result.getWhy().replaceAll("\\s+", " "));
        line("");
        for (CheckResult check : result.getChecksList()) {
            line("- " + (check.getPassed() ? "✓ " : "✗ ") + check.getId() + " " + check.getTitle() + ": saw "
                    + check.getSaw());
        }
    }

    private Optional<StepResult> result(String evidence) {
        Path file = course.home().resolve(evidence).resolve("result.json");
        StepResult.Builder result = StepResult.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(Files.readString(file), result);
            return Optional.of(result.build());
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
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
        line("| claim | world | verdict | commit | when |");
        line("|---|---|---|---|---|");
        for (Ledger.Entry entry : entries) {
            line("| "
                    + String.join(
                            " | ",
                            entry.claim(),
                            entry.world(),
                            entry.verdict(),
                            "`" + entry.commit() + "`",
                            seconds(entry.at()))
                    + " |");
        }
    }

    /** A time to the second: the files have it to the nanosecond. */
    private static String seconds(String at) {
        return Instant.parse(at).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
