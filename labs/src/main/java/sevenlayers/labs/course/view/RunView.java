package sevenlayers.labs.course.view;

import java.util.List;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.HintShown;
import sevenlayers.lab.v1.Option;
import sevenlayers.lab.v1.RunEnded;
import sevenlayers.lab.v1.StepOpened;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.lab.v1.WrongPrediction;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;
import sevenlayers.labs.terminal.Wrap;

/** Shows a run step by step: what is asked before it, and what was measured after. */
public final class RunView {

    private static final String INDENT = "  ";
    private static final int OPTIONS_GAP = 3;

    private final Terminal terminal;
    private final FigureView figures;
    private final CheckView checks;

    /** @param plain figures as tables */
    public RunView(Terminal terminal, boolean plain) {
        this.terminal = terminal;
        this.figures = new FigureView(terminal, plain);
        this.checks = new CheckView(terminal);
    }

    public void opened(StepOpened step) {
        terminal.line();
        String number = "step " + step.getNumber() + " of " + step.getOf();
        int gap = Math.max(2, terminal.columns() - Width.of(step.getTitle()) - number.length());
        terminal.line(
                terminal.styled(Style.BOLD, step.getTitle()) + " ".repeat(gap) + terminal.styled(Style.DIM, number));
        terminal.line();
        text(step.getText());
        terminal.line();
        options(step);
    }

    /** The question and its options: on one line if they fit. */
    private void options(StepOpened step) {
        List<String> options =
                step.getOptionsList().stream().map(RunView::option).toList();
        String line =
                INDENT + step.getQuestion() + " ".repeat(OPTIONS_GAP) + String.join(" ".repeat(OPTIONS_GAP), options);
        if (Width.of(line) <= terminal.columns()) {
            terminal.line(line);
            return;
        }
        text(step.getQuestion());
        for (String option : options) {
            String start = INDENT + INDENT;
            for (String part : Wrap.lines(option, terminal.columns() - start.length() - 3)) {
                terminal.line(start + part);
                start = INDENT + INDENT + "   ";
            }
        }
    }

    private static String option(Option option) {
        return option.getLetter() + ") " + option.getText();
    }

    public void hint(HintShown hint) {
        if (hint.getText().isEmpty()) {
            text("There are no more hints. A guess costs nothing.");
        } else {
            text("hint " + hint.getNumber() + ": " + hint.getText());
        }
    }

    public void doing(String line) {
        String mark = "· ";
        for (String part : Wrap.lines(line, terminal.columns() - 4)) {
            terminal.line(terminal.styled(Style.DIM, INDENT + mark + part));
            mark = "  ";
        }
    }

    public void result(StepResult result) {
        terminal.line();
        result.getFiguresList().forEach(figures::show);
        text(result.getAboutPrediction() + " " + result.getWhy());
        terminal.line();
        for (CheckResult check : result.getChecksList()) {
            if (!check.getControl() || !check.getPassed()) {
                checks.show(check);
            }
        }
        List<CheckResult> controls =
                result.getChecksList().stream().filter(CheckResult::getControl).toList();
        if (!controls.isEmpty() && controls.stream().allMatch(CheckResult::getPassed)) {
            text(terminal.styled(Style.DIM, "each was also tried with its cause removed, and failed then, as it must"));
        }
        terminal.line();
        byHand(result.getByHandList());
        terminal.line(INDENT + Width.padded("evidence", 11) + result.getEvidence());
        terminal.line();
    }

    private void byHand(List<String> lines) {
        String label = INDENT + Width.padded("by hand", 11);
        for (String line : lines.stream().flatMap(String::lines).toList()) {
            boolean comment = line.startsWith("#");
            for (String part : comment ? List.of(line) : Wrap.command(line, terminal.columns() - label.length())) {
                terminal.line(label + terminal.styled(comment ? Style.DIM : Style.COMMAND, part));
                label = " ".repeat(label.length());
            }
        }
    }

    /** The end of a run that was taken to its last step, or of one that was left. */
    public void ended(RunEnded ended, int steps, String lab) {
        terminal.line();
        if (ended.getStepsDone() < steps) {
            text((ended.getStepsDone() == 0
                            ? "Left before the first step."
                            : "Left after step " + ended.getStepsDone() + " of " + steps + ".")
                    + " ./lab run " + lab + " goes on from there.");
            return;
        }
        if (ended.getWrongCount() == 0) {
            text("Done. Every prediction was right.");
        } else {
            text("Done. " + ended.getWrongCount() + " of " + steps
                    + " predictions turned out otherwise; the claims below are worth reading again.");
            terminal.line();
            for (WrongPrediction wrong : ended.getWrongList()) {
                Wrap.hanging(
                                INDENT + "step " + wrong.getStep() + "   ",
                                "you said: " + wrong.getText() + " (claim " + wrong.getClaim() + ")",
                                terminal.columns())
                        .forEach(terminal::line);
            }
        }
        terminal.line();
        checks.claims(ended.getClaimsList());
        terminal.line();
        text("Next: the exercise. ./lab check " + lab + " --mine makes labs/mine/" + lab
                + "/ and judges it; ./lab report writes what to hand in.");
    }

    /** What the exercise asks for. */
    public void goal(String goal) {
        terminal.line();
        text(goal);
        terminal.line();
    }

    /** What was drawn from a student's own work. */
    public void figure(Figure figure) {
        figures.show(figure);
    }

    private void text(String text) {
        Wrap.lines(text, terminal.columns() - INDENT.length())
                .forEach(line -> terminal.line(line.isEmpty() ? "" : INDENT + line));
    }
}
