package sevenlayers.labs.course.view;

import java.util.List;
import java.util.Locale;
import sevenlayers.lab.v1.Bar;
import sevenlayers.lab.v1.Figure;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/** Draws a figure: bars in the pods' colours, or the same as a table. */
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
        if (plain) {
            table(figure.getBarsList());
        } else {
            bars(figure.getBarsList());
        }
        terminal.line();
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
