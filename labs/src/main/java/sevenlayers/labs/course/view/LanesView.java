package sevenlayers.labs.course.view;

import java.util.List;
import sevenlayers.lab.v1.Lane;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;
import sevenlayers.labs.terminal.Wrap;

/** Draws sequences: each pod as its number in its colour, one call after the other, and below itself where a line is full. */
final class LanesView {

    private final Terminal terminal;
    private final boolean plain;

    /** @param plain whole names, which is the same content without colours and numbers */
    LanesView(Terminal terminal, boolean plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    void show(List<Lane> lanes) {
        int labels =
                lanes.stream().mapToInt(lane -> Width.of(lane.getLabel())).max().orElse(0);
        for (Lane lane : lanes) {
            String start = "  " + Width.padded(lane.getLabel(), labels) + (plain ? "   " : " │ ");
            if (plain) {
                Wrap.hanging(start, plain(lane), terminal.columns()).forEach(terminal::line);
            } else {
                drawn(lane, start, "  " + " ".repeat(labels) + " │ ");
            }
        }
    }

    private static String plain(Lane lane) {
        String items = String.join(" ", lane.getItemsList());
        return lane.getNote().isEmpty() ? items : items + "   " + lane.getNote();
    }

    private void drawn(Lane lane, String start, String below) {
        StringBuilder line = new StringBuilder(start);
        int used = Width.of(start);
        for (String item : lane.getItemsList()) {
            String mark = mark(item);
            int width = Width.of(mark);
            if (used + width > terminal.columns()) {
                terminal.line(line.toString().stripTrailing());
                line = new StringBuilder(below);
                used = Width.of(below);
            }
            line.append(terminal.inColourOf(item, mark)).append(' ');
            used += width + 1;
        }
        note(lane.getNote(), line, used, below);
    }

    /** Beside the last item if there is room, or else below. */
    private void note(String note, StringBuilder line, int used, String below) {
        if (note.isEmpty()) {
            terminal.line(line.toString().stripTrailing());
        } else if (used + 2 + Width.of(note) <= terminal.columns()) {
            terminal.line(line + "  " + note);
        } else {
            terminal.line(line.toString().stripTrailing());
            Wrap.hanging(below, note, terminal.columns()).forEach(terminal::line);
        }
    }

    /** {@code 2} for {@code node-2}; a word that has no number is itself, and nothing is a dot. */
    private static String mark(String item) {
        String number = item.substring(item.lastIndexOf('-') + 1);
        return item.isEmpty() ? "·" : number.isEmpty() ? item : number;
    }
}
