package sevenlayers.labs.course.view;

import java.util.List;
import sevenlayers.lab.v1.Line;

/**
 * Curves on a grid of characters. The first curve is drawn in Braille patterns (Unicode U+2800), two dots wide and four high a character;
 * further ones, and thresholds, a character a place, so that they can be told apart without colours. In ASCII all are.
 */
final class Dots {

    private static final int BRAILLE = 0x2800;

    /** The bits of a pattern, row by row, left and right: the lowest row was added later, and has the highest bits. */
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private static final String OTHERS = "•+o%";
    private static final String ASCII_OTHERS = "*+o%";

    private final int columns;
    private final int rows;
    private final boolean unicode;
    private final char[][] characters;
    private final int[][] patterns;

    Dots(int columns, int rows, boolean unicode) {
        this.columns = columns;
        this.rows = rows;
        this.unicode = unicode;
        this.characters = new char[rows][columns];
        this.patterns = new int[rows][columns];
    }

    /**
     * Draws curves.
     *
     * @param top what stands at the upper edge; 0 stands at the lower one
     */
    void draw(List<Line> lines, double left, double right, double top) {
        int solid = 0;
        for (Line line : lines) {
            char shape = shape(line, solid, unicode);
            if (line.getDashed()) {
                coarse(line, left, right, top, shape);
            } else {
                if (solid > 0 || !unicode) {
                    coarse(line, left, right, top, shape);
                } else {
                    fine(line, left, right, top);
                }
                solid++;
            }
        }
    }

    /** What a curve is drawn with, as the legend shows it. */
    static char shape(Line line, int solidBefore, boolean unicode) {
        if (line.getDashed()) {
            return unicode ? '┄' : '-';
        }
        String shapes = unicode ? "⠒" + OTHERS : ASCII_OTHERS;
        return shapes.charAt(solidBefore % shapes.length());
    }

    private void fine(Line line, double left, double right, double top) {
        int[][] spans = spans(line, left, right, top, 2 * columns, 4 * rows);
        for (int column = 0; column < spans.length; column++) {
            for (int row = spans[column][0]; row <= spans[column][1]; row++) {
                int fromTop = 4 * rows - 1 - row;
                patterns[fromTop / 4][column / 2] |= BITS[fromTop % 4][column % 2];
            }
        }
    }

    private void coarse(Line line, double left, double right, double top, char shape) {
        int[][] spans = spans(line, left, right, top, columns, rows);
        for (int column = 0; column < columns; column++) {
            for (int row = spans[column][0]; row <= spans[column][1]; row++) {
                characters[rows - 1 - row][column] = shape;
            }
        }
    }

    /** For each column the lowest and the highest place that the curve takes there, from below; where it has none, the highest is lower. */
    private static int[][] spans(Line line, double left, double right, double top, int width, int height) {
        int[][] spans = new int[width][];
        double column = (right - left) / width;
        int next = 0;
        double held = Double.NaN;
        for (int at = 0; at < width; at++) {
            double end = at == width - 1 ? Double.POSITIVE_INFINITY : left + (at + 1) * column;
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            if (!Double.isNaN(held)) {
                low = held;
                high = held;
            }
            while (next < line.getXCount() && line.getX(next) < end) {
                held = line.getY(next);
                low = Math.min(low, held);
                high = Math.max(high, held);
                next++;
            }
            if (!line.getSteps() && next > 0 && next < line.getXCount() && end != Double.POSITIVE_INFINITY) {
                double share = (end - line.getX(next - 1)) / (line.getX(next) - line.getX(next - 1));
                held = line.getY(next - 1) + share * (line.getY(next) - line.getY(next - 1));
                low = Math.min(low, held);
                high = Math.max(high, held);
            } else if (!line.getSteps() && next == line.getXCount()) {
                held = Double.NaN;
            }
            spans[at] = low > top ? new int[] {0, -1} : new int[] {place(low, top, height), place(high, top, height)};
        }
        return spans;
    }

    private static int place(double value, double top, int height) {
        return (int) Math.clamp(Math.round(value / top * (height - 1)), 0, height - 1);
    }

    /** One row, from the top. */
    String row(int row) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            int pattern = patterns[row][column];
            char other = characters[row][column];
            text.append(pattern != 0 ? (char) (BRAILLE + pattern) : other != 0 ? other : ' ');
        }
        return text.toString();
    }
}
