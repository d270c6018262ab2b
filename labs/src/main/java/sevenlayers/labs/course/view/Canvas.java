package sevenlayers.labs.course.view;

import java.util.Map;
import java.util.TreeMap;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/** One line of a drawing: pieces of text, each at its column; what is put later covers what it meets. */
final class Canvas {

    private record Piece(String text, String shown) {}

    private final Terminal terminal;
    private final TreeMap<Integer, Piece> pieces = new TreeMap<>();

    Canvas(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Puts {@code text} at {@code column}. */
    Canvas put(int column, String text) {
        return put(column, text, text);
    }

    Canvas put(int column, String text, Style style) {
        return put(column, text, terminal.styled(style, text));
    }

    private Canvas put(int column, String text, String shown) {
        if (!text.isEmpty()) {
            int end = column + Width.of(text);
            pieces.entrySet()
                    .removeIf(other -> other.getKey() < end
                            && column
                                    < other.getKey() + Width.of(other.getValue().text()));
            pieces.put(column, new Piece(text, shown));
        }
        return this;
    }

    /** Writes the line. */
    void print() {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (Map.Entry<Integer, Piece> piece : pieces.entrySet()) {
            line.append(" ".repeat(Math.max(0, piece.getKey() - used)))
                    .append(piece.getValue().shown());
            used = piece.getKey() + Width.of(piece.getValue().text());
        }
        terminal.line(line.toString());
    }
}
