package sevenlayers.labs.course.view;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Rung;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/**
 * Draws segments between hosts, as textbooks do: a column a host, time from the top down, an arrow a segment.
 *
 * <p>An arrow is one row: at its beginning stands when the segment left, at its end when it arrived; between two hosts beside that the state
 * that each is in from then on. Where nothing happens for long, a row says how long. Two SYNs, FINs or RSTs that cross are drawn crossing.
 */
public final class LadderView {

    private final Terminal terminal;
    private final boolean plain;

    /** @param plain a list, which is the same content without arrows; so it is, too, where arrows have no room */
    public LadderView(Terminal terminal, boolean plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    /** Draws the ladder; nothing where nothing happened. */
    public void show(Ladder ladder) {
        if (ladder.getRungsCount() == 0) {
            terminal.line("  nothing was sent");
        } else {
            LadderLayout layout = LadderLayout.of(ladder, terminal.columns());
            if (plain || layout.narrow()) {
                list(ladder, layout);
            } else {
                new LadderDrawing(terminal, layout, ladder).draw();
            }
        }
        if (ladder.getLeftOut() > 0) {
            terminal.line("  … and " + ladder.getLeftOut() + " more");
        }
    }

    private void list(Ladder ladder, LadderLayout layout) {
        String indent = " ".repeat(LadderLayout.INDENT + layout.times() + 3 + 2);
        for (Rung rung : ladder.getRungsList()) {
            String start = "  " + Width.right(layout.time(rung.getAtNanos()), layout.times()) + " ms  ";
            String way = rung.getTo().isEmpty() ? rung.getHost() : rung.getHost() + " → " + rung.getTo();
            String end = !rung.getLost().isEmpty()
                    ? ", lost"
                    : rung.hasArrivedAtNanos() ? ", arrives at " + layout.time(rung.getArrivedAtNanos()) + " ms" : "";
            List<String> notes = new ArrayList<>(List.of(
                    (way + "  " + (rung.getAgain() ? "again: " : "") + String.join(" ", rung.getLabelList())).strip()
                            + end));
            notes.addAll(notes(rung));
            rung.getStatesList().forEach(state -> notes.add(state.getHost() + " is " + state.getState()));
            for (String note : notes) {
                Reasons.hanging(start, note, terminal.columns()).forEach(terminal::line);
                start = indent;
            }
        }
    }

    /** What stands beneath an arrow: how it was lost, and why it was sent. */
    static List<String> notes(Rung rung) {
        List<String> notes = new ArrayList<>();
        if (!rung.getLost().isEmpty()) {
            notes.add(rung.getLost());
        }
        if (!rung.getWhy().isEmpty()) {
            notes.add(Reasons.of(rung.getWhy(), rung.getSource()));
        }
        return notes;
    }
}
