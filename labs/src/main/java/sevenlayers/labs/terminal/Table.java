package sevenlayers.labs.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows of text whose columns line up, with Korean in them, too; the last column goes on below itself where a line is full. */
public final class Table {

    private static final String INDENT = "  ";
    private static final String GAP = "   ";

    /** A last column with less room than this is not broken: that would be a column of single words. */
    private static final int NARROWEST = 20;

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; a missing cell at its end is empty. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Writes all rows. */
    public void print(Terminal terminal) {
        lines(terminal.columns()).forEach(terminal::line);
    }

    List<String> lines(int columns) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int width = Width.of(row.get(column));
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        return rows.stream().flatMap(row -> lines(row, widths, columns)).toList();
    }

    private static Stream<String> lines(List<String> row, List<Integer> widths, int columns) {
        StringBuilder start = new StringBuilder(INDENT);
        for (int column = 0; column < row.size() - 1; column++) {
            start.append(Width.padded(row.get(column), widths.get(column))).append(GAP);
        }
        String last = row.isEmpty() ? "" : row.getLast();
        boolean fits = Width.of(start + last) <= columns || Width.of(start.toString()) > columns - NARROWEST;
        return fits
                ? Stream.of((start + last).stripTrailing())
                : Wrap.hanging(start.toString(), last, columns).stream();
    }
}
