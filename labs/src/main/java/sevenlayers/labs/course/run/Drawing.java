package sevenlayers.labs.course.run;

import java.util.List;
import java.util.Map;
import sevenlayers.lab.v1.Bar;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.Lane;
import sevenlayers.lab.v1.TableRow;
import sevenlayers.labs.course.cel.Expression;

/** Makes a figure of rows. What a row has says what it is: {@code items} a lane, {@code cells} a row of a table, else a bar. */
final class Drawing {

    private Drawing() {}

    static Figure of(String title, List<Map<String, Object>> rows) {
        Figure.Builder figure = Figure.newBuilder().setTitle(title);
        for (Map<String, Object> row : rows) {
            if (row.get("items") instanceof List<?> items) {
                figure.addLanes(Lane.newBuilder()
                        .setLabel(text(row, "label"))
                        .addAllItems(texts(items))
                        .setNote(text(row, "note")));
            } else if (row.get("cells") instanceof List<?> cells) {
                figure.addRows(TableRow.newBuilder().addAllCells(texts(cells)));
            } else {
                figure.addBars(Bar.newBuilder()
                        .setLabel(text(row, "label"))
                        .setValue(row.get("value") instanceof Number number ? number.doubleValue() : 0)
                        .setNote(text(row, "note"))
                        .setPod(text(row, "pod")));
            }
        }
        return figure.build();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Expression::text).toList();
    }

    private static String text(Map<String, Object> row, String name) {
        return Expression.text(row.getOrDefault(name, ""));
    }
}
