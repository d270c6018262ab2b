package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.terminal.Width;

/** A lesson with its questions: answered from a pipe, gone on with on a terminal, left, and in the report. */
final class RunWalk implements Walk {

    /** Narrower than the lab's widest, so that what does not keep to its terminal is seen. */
    private static final int COLUMNS = 80;

    private static final String PROMPT = "q leave  > ";

    @Override
    public void take(Trial trial) {
        Chapter chapter = trial.chapters().getFirst();
        trial.say().accept("run " + chapter.number() + ", a step");
        String steps = " of " + chapter.steps().size();
        trial.sh("printf 'x\\nh\\n" + option(chapter, 0) + "\\nq\\n' | ./lab run " + chapter.number() + " --from-start")
                .succeeds()
                .says("step 1" + steps, "is a prediction, h the next hint, q leaves", "hint 1: ", "by hand", "evidence")
                .says("Left after step 1" + steps + ". ./lab run " + chapter.number() + " goes on from there.");
        int seen = 1;
        if (hasScript(trial)) {
            onTerminal(trial, chapter);
            seen = 2;
        } else {
            trial.leftOut().accept("run on a terminal: this machine has no script of util-linux to make one");
        }
        report(trial, seen + steps);
    }

    /** {@code script} gives a command a pseudo-terminal; that of util-linux hands on what comes from a pipe, as if it were typed. */
    private static boolean hasScript(Trial trial) {
        return trial.sh("script --version").said().contains("util-linux");
    }

    private static void onTerminal(Trial trial, Chapter chapter) {
        String run = "stty cols " + COLUMNS + " && TERM=xterm NO_COLOR= ./lab run " + chapter.number();
        Answered shown = trial.sh("printf '" + option(chapter, 1) + "\\nq\\n' | script -qec '" + run + "' /dev/null")
                .succeeds()
                .says("going on at step 2", "step 2 of " + chapter.steps().size(), "Left after step 2", "\u001b[");
        // All was typed ahead, and echoed before it was asked for: no Enter follows the prompt here, as it does at a
        // keyboard.
        shown.said()
                .replace(PROMPT, PROMPT + "\n")
                .lines()
                .map(line -> line.replace("\r", ""))
                .filter(line -> Width.of(line) > COLUMNS)
                .findFirst()
                .ifPresent(line -> {
                    throw shown.broken("at most " + COLUMNS + " columns", Width.of(line) + ":\n" + line);
                });
    }

    private static String option(Chapter chapter, int step) {
        Step asked = chapter.steps().get(step);
        return asked.prediction().options().getFirst();
    }

    private static void report(Trial trial, String steps) {
        Path file = trial.state().resolve("report.md");
        trial.lab("report", "--out", file.toString()).succeeds();
        try {
            String report = Files.readString(file);
            for (String words : List.of(steps + " steps done", "← predicted")) {
                if (!report.contains(words)) {
                    throw new Broken("./lab report\nexpected \"" + words + "\" in\n" + report);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
