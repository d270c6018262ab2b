package sevenlayers.labs.course.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sevenlayers.lab.v1.Line;
import sevenlayers.lab.v1.Panel;
import sevenlayers.lab.v1.Plot;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/** Draws curves, one panel large or several small ones with the same axes beside each other; in plain text a table of points. */
public final class PlotView {

    private static final int LARGE = 13;
    private static final int MIDDLE = 9;
    private static final int SMALL = 5;
    private static final int NARROWEST = 24;
    private static final int GAP = 2;

    /** Rows of a table in place of a curve. */
    private static final int POINTS = 20;

    private final Terminal terminal;
    private final boolean plain;

    /** @param plain a table in place of each panel */
    public PlotView(Terminal terminal, boolean plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    /** Draws all panels, and what their shapes mean. */
    public void show(Plot plot) {
        if (plot.getPanelsCount() == 0) {
            terminal.line("  there is nothing to plot");
        } else if (plain) {
            plot.getPanelsList().forEach(panel -> table(plot, panel));
        } else {
            drawn(plot);
        }
    }

    private void drawn(Plot plot) {
        PlotScale scale = PlotScale.of(plot);
        int across = across(Math.max(1, plot.getAcross()));
        int width = (terminal.columns() - 2 - GAP * (across - 1)) / across;
        int rows = plot.getPanelsCount() == 1 ? LARGE : plot.getPanelsCount() == 2 ? MIDDLE : SMALL;
        terminal.line("  " + terminal.styled(Style.DIM, plot.getY()));
        List<Panel> panels = plot.getPanelsList();
        for (int first = 0; first < panels.size(); first += across) {
            List<List<String>> beside = panels.subList(first, Math.min(panels.size(), first + across)).stream()
                    .map(panel -> panel(panel, scale, plot.getX(), width, rows))
                    .toList();
            for (int row = 0; row < beside.stream().mapToInt(List::size).max().orElse(0); row++) {
                StringBuilder line = new StringBuilder("  ");
                for (List<String> panel : beside) {
                    String text = row < panel.size() ? panel.get(row) : "";
                    line.append(Width.padded(text, width + GAP));
                }
                terminal.line(line.toString().stripTrailing());
            }
        }
        legend(panels);
    }

    /** As many as belong together and have room; else an equal part of them, so that columns stay columns. */
    private int across(int wanted) {
        int across = wanted;
        while (across > 1
                && (wanted % across != 0 || (terminal.columns() - 2 - GAP * (across - 1)) / across < NARROWEST)) {
            across--;
        }
        return across;
    }

    private List<String> panel(Panel panel, PlotScale scale, String unit, int width, int rows) {
        List<String> lines = new ArrayList<>();
        int numbers = scale.widest(rows);
        int room = width - numbers - 2;
        if (!panel.getTitle().isEmpty()) {
            lines.add(" ".repeat(numbers + 2) + terminal.styled(Style.BOLD, Width.cut(panel.getTitle(), room)));
        }
        boolean unicode = terminal.unicode();
        Dots dots = new Dots(room, rows, unicode);
        dots.draw(panel.getLinesList(), scale.left(), scale.right(), scale.top());
        for (int row = 0; row < rows; row++) {
            String number = scale.number(row, rows);
            String axis = number.isEmpty() ? unicode ? "│" : "|" : unicode ? "┤" : "+";
            lines.add(terminal.styled(Style.DIM, Width.right(number, numbers) + " " + axis)
                    + terminal.styled(Style.COMMAND, dots.row(row)));
        }
        String corner = unicode ? "└" : "+";
        String line = unicode ? "─" : "-";
        lines.add(terminal.styled(Style.DIM, " ".repeat(numbers + 1) + corner + line.repeat(room)));
        if (panel.getMarksCount() > 0) {
            lines.add(" ".repeat(numbers + 2) + terminal.styled(Style.BAD, marks(panel, scale, room)));
        }
        lines.add(terminal.styled(Style.DIM, " ".repeat(numbers + 2) + scale.below(room, unit)));
        return lines;
    }

    private String marks(Panel panel, PlotScale scale, int room) {
        StringBuilder marks = new StringBuilder(" ".repeat(room));
        for (double mark : panel.getMarksList()) {
            double share = (mark - scale.left()) / (scale.right() - scale.left());
            marks.setCharAt(
                    (int) Math.clamp(Math.round(share * (room - 1)), 0, room - 1), terminal.unicode() ? '✗' : 'X');
        }
        return marks.toString().stripTrailing();
    }

    /** Each shape once, with what it stands for. */
    private void legend(List<Panel> panels) {
        Map<String, String> words = new LinkedHashMap<>();
        for (Panel panel : panels) {
            int solid = 0;
            for (Line line : panel.getLinesList()) {
                words.put(Dots.shape(line, solid, terminal.unicode()) + " " + line.getLabel(), line.getLabel());
                solid += line.getDashed() ? 0 : 1;
            }
            if (panel.getMarksCount() > 0) {
                words.put((terminal.unicode() ? "✗ " : "X ") + panel.getMark(), panel.getMark());
            }
        }
        words.values().removeIf(String::isEmpty);
        if (!words.isEmpty()) {
            terminal.line("  " + terminal.styled(Style.DIM, String.join("   ", words.keySet())));
        }
    }

    private void table(Plot plot, Panel panel) {
        if (!panel.getTitle().isEmpty()) {
            terminal.line("  " + panel.getTitle());
        }
        PlotScale scale = PlotScale.of(plot);
        Table table = new Table();
        List<String> heading = new ArrayList<>(List.of(plot.getX()));
        panel.getLinesList().forEach(line -> heading.add(line.getLabel()));
        table.row(heading.toArray(String[]::new));
        for (int point = 0; point <= POINTS; point++) {
            double x = scale.left() + (scale.right() - scale.left()) * point / POINTS;
            List<String> cells = new ArrayList<>(List.of(PlotScale.number(x)));
            panel.getLinesList().forEach(line -> cells.add(at(line, x)));
            table.row(cells.toArray(String[]::new));
        }
        table.print(terminal);
        if (panel.getMarksCount() > 0) {
            List<String> marks = panel.getMarksList().stream()
                    .map(mark -> String.format(Locale.ROOT, "%.3f", mark))
                    .toList();
            terminal.line("  " + panel.getMark() + " at " + String.join(", ", marks) + " " + plot.getX());
        }
    }

    /** The value that holds at {@code x}; none before the first. */
    private static String at(Line line, double x) {
        String value = "";
        for (int point = 0; point < line.getXCount() && line.getX(point) <= x; point++) {
            value = PlotScale.number(line.getY(point));
        }
        return value;
    }
}
