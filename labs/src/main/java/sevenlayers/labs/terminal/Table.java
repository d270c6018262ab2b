package sevenlayers.labs.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of text whose columns line up, with Korean in them, too. */
public final class Table {

    private static final String INDENT = "  ";
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; a missing cell at its end is empty. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Writes all rows. */
    public void print(Terminal terminal) {
        lines().forEach(terminal::line);
    }

    List<String> lines() {
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
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int column = 0; column < row.size(); column++) {
            boolean last = column == row.size() - 1;
            line.append(last ? row.get(column) : Width.padded(row.get(column), widths.get(column)) + GAP);
        }
        return line.toString().stripTrailing();
    }
}
