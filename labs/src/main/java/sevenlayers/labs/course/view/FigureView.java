package sevenlayers.labs.course.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevenlayers.lab.v1.Bar;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.TableRow;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/** Draws a figure: bars in the pods' colours, lanes, a table, a ladder, paths of states, curves or a walk; in plain text all as tables. */
final class FigureView {

    private static final int CELLS = 40;
    private static final int NARROWEST = 10;

    private final Terminal terminal;
    private final boolean plain;

    FigureView(Terminal terminal, boolean plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    void show(Figure figure) {
        terminal.line("  " + terminal.styled(Style.DIM, figure.getTitle()));
        if (!figure.getLanesList().isEmpty()) {
            new LanesView(terminal, plain).show(figure.getLanesList());
        }
        if (!figure.getRowsList().isEmpty()) {
            rows(figure.getRowsList());
        }
        if (figure.hasLadder()) {
            new LadderView(terminal, plain).show(figure.getLadder());
        }
        if (!figure.getStatesList().isEmpty()) {
            new StatesView(terminal).show(figure.getStatesList());
        }
        if (figure.hasWalk()) {
            new WalkView(terminal, plain).show(figure.getWalk());
        }
        if (figure.hasPlot()) {
            new PlotView(terminal, plain).show(figure.getPlot());
        }
        if (plain) {
            table(figure.getBarsList());
        } else if (!figure.getBarsList().isEmpty()) {
            bars(figure.getBarsList());
        }
        terminal.line();
    }

    /** Figures stand under each other at their right ends, words at their left ones. */
    private void rows(List<TableRow> rows) {
        List<Integer> widths = new ArrayList<>();
        for (TableRow row : rows) {
            for (int column = 0; column < row.getCellsCount(); column++) {
                int width = Width.of(row.getCells(column));
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        for (int number = 0; number < rows.size(); number++) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < rows.get(number).getCellsCount(); column++) {
                String cell = rows.get(number).getCells(column);
                int width = widths.get(column);
                line.append(column == 0 ? " " : "   ")
                        .append(column == 0 ? Width.padded(cell, width) : Width.right(cell, width));
            }
            String text = line.toString().stripTrailing();
            terminal.line(number == 0 ? terminal.styled(Style.DIM, text) : text);
        }
    }

    private void table(List<Bar> bars) {
        Table table = new Table();
        bars.forEach(bar -> table.row(bar.getLabel(), number(bar.getValue()), bar.getNote()));
        table.print(terminal);
    }

    private void bars(List<Bar> bars) {
        int labels =
                bars.stream().mapToInt(bar -> Width.of(bar.getLabel())).max().orElse(0);
        int numbers = bars.stream()
                .mapToInt(bar -> number(bar.getValue()).length())
                .max()
                .orElse(0);
        int notes = bars.stream().mapToInt(bar -> Width.of(bar.getNote())).max().orElse(0);
        double most = bars.stream().mapToDouble(Bar::getValue).max().orElse(0);
        int cells = Math.clamp(terminal.columns() - 2 - labels - 3 - 1 - numbers - 3 - notes, NARROWEST, CELLS);
        for (Bar bar : bars) {
            int full = most == 0 ? 0 : (int) Math.ceil(bar.getValue() * cells / most);
            String line = "  " + Width.padded(bar.getLabel(), labels) + " │ "
                    + terminal.inColourOf(pod(bar), "█".repeat(full)) + " ".repeat(cells - full) + " "
                    + Width.right(number(bar.getValue()), numbers);
            terminal.line(bar.getNote().isEmpty() ? line : line + "   " + bar.getNote());
        }
    }

    private static String pod(Bar bar) {
        return bar.getPod().isEmpty() ? bar.getLabel() : bar.getPod();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
