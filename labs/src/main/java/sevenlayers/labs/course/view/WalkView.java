package sevenlayers.labs.course.view;

import java.util.Locale;
import sevenlayers.lab.v1.Walk;
import sevenlayers.lab.v1.WalkStep;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/** Draws how a name was looked for: a branch for each server that was asked, and under it what came up on the way. */
final class WalkView {

    private static final int LONGEST_WHO = 30;

    private final Terminal terminal;
    private final boolean plain;

    WalkView(Terminal terminal, boolean plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    void show(Walk walk) {
        terminal.line("  " + terminal.styled(Style.BOLD, walk.getQuestion()));
        if (plain) {
            Table table = new Table();
            walk.getStepsList()
                    .forEach(step -> table.row(
                            String.valueOf(step.getDepth()), step.getWho(), time(step), step.getWhat(), step.getWhy()));
            table.print(terminal);
        } else {
            branches(walk);
        }
        terminal.line("    " + terminal.styled(Style.DIM, walk.getSummary()));
    }

    private void branches(Walk walk) {
        int who = walk.getStepsList().stream()
                .mapToInt(step -> Width.of(step.getWho()) + 2 * step.getDepth())
                .max()
                .orElse(0);
        int times = walk.getStepsList().stream()
                .mapToInt(step -> time(step).length())
                .max()
                .orElse(0);
        for (int i = 0; i < walk.getStepsCount(); i++) {
            WalkStep step = walk.getSteps(i);
            String branch = i == walk.getStepsCount() - 1 ? "└ " : "├ ";
            int room = Math.min(who, LONGEST_WHO) - 2 * step.getDepth();
            String start = "  " + "│ ".repeat(step.getDepth()) + branch
                    + terminal.inColourOf(step.getWho(), Width.padded(step.getWho(), room)) + "  "
                    + Width.right(time(step), times) + "   ";
            String text = (step.getInVain() ? "✗ " : "") + step.getWhat();
            String why = step.getWhy().isEmpty() ? "" : (text.isEmpty() ? "" : " · ") + step.getWhy();
            Reasons.hanging(start, text + why, terminal.columns()).forEach(terminal::line);
        }
    }

    private static String time(WalkStep step) {
        return step.hasMicros() ? String.format(Locale.ROOT, "%.1f ms", step.getMicros() / 1e3) : "";
    }
}
