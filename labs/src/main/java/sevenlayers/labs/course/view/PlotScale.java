package sevenlayers.labs.course.view;

import java.util.Locale;
import sevenlayers.lab.v1.Line;
import sevenlayers.lab.v1.Panel;
import sevenlayers.lab.v1.Plot;

/**
 * What the axes of all panels of a plot run over; the vertical one begins at 0.
 *
 * @param left the horizontal axis' first value
 * @param right its last
 * @param top the vertical one's last, a round number
 */
record PlotScale(double left, double right, double top) {

    /** A threshold that is much higher than every curve would press them flat: it is left out. */
    private static final double ABOVE = 1.3;

    static PlotScale of(Plot plot) {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = 0;
        for (Panel panel : plot.getPanelsList()) {
            for (Line line : panel.getLinesList()) {
                for (double x : line.getXList()) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                }
                top = line.getDashed() ? top : Math.max(top, highest(line, Double.MAX_VALUE));
            }
        }
        double limit = top == 0 ? Double.MAX_VALUE : top * ABOVE;
        for (Panel panel : plot.getPanelsList()) {
            for (Line line : panel.getLinesList()) {
                top = Math.max(top, highest(line, limit));
            }
        }
        if (left > right) {
            left = 0;
            right = 1;
        }
        if (left > 0 && left < right / 4) {
            left = 0;
        }
        return new PlotScale(left, right > left ? right : left + 1, round(top));
    }

    private static double highest(Line line, double limit) {
        return line.getYList().stream()
                .mapToDouble(y -> y)
                .filter(y -> y <= limit)
                .max()
                .orElse(0);
    }

    /** Up to the next 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten. */
    private static double round(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double times : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
            if (value <= times * power * 1.000001) {
                return times * power;
            }
        }
        return 10 * power;
    }

    /** What stands beside a row: the top, the middle and 0; else nothing. */
    String number(int row, int rows) {
        if (row == 0) {
            return number(top);
        }
        if (row == rows - 1) {
            return "0";
        }
        return rows % 2 == 1 && row == rows / 2 ? number(top / 2) : "";
    }

    int widest(int rows) {
        int widest = 1;
        for (int row = 0; row < rows; row++) {
            widest = Math.max(widest, number(row, rows).length());
        }
        return widest;
    }

    /** What stands below the horizontal axis: its beginning, its middle and its end with the unit. */
    String below(int room, String unit) {
        String first = number(left);
        String middle = number((left + right) / 2);
        String last = number(right) + (unit.isEmpty() ? "" : " " + unit);
        int gap = room / 2 - first.length() - middle.length() / 2;
        int rest = room - room / 2 + middle.length() / 2 - middle.length() - last.length();
        return gap < 1 || rest < 1
                ? first + " ".repeat(Math.max(1, room - first.length() - last.length())) + last
                : first + " ".repeat(gap) + middle + " ".repeat(rest) + last;
    }

    /** A number without needless digits. */
    static String number(double value) {
        double size = Math.abs(value);
        String text = String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
