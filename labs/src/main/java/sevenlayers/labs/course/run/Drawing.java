package sevenlayers.labs.course.run;

import java.util.List;
import java.util.Map;
import sevenlayers.handshake.v1.Outcome;
import sevenlayers.lab.v1.Bar;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Lane;
import sevenlayers.lab.v1.Plot;
import sevenlayers.lab.v1.TableRow;
import sevenlayers.labs.course.cel.Expression;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.dns.Walks;
import sevenlayers.labs.tcp.Ladders;
import sevenlayers.labs.tcp.Plots;
import sevenlayers.labs.tcp.Recorded;
import sevenlayers.labs.tcp.StatePaths;

/**
 * Makes a figure of rows. Without a kind, what a row has says what it is: {@code items} a lane, {@code cells} a row of a table, else a bar.
 */
final class Drawing {

    private Drawing() {}

    static Figure of(Step.Kind kind, String title, List<Map<String, Object>> rows) {
        return switch (kind) {
            case ROWS -> ofRows(title, rows);
            case LADDER ->
                Figure.newBuilder().setTitle(title).setLadder(ladder(rows)).build();
            case STATES ->
                Figure.newBuilder()
                        .setTitle(title)
                        .addAllStates(StatePaths.of(Recorded.events(rows)))
                        .build();
            case WALK ->
                Figure.newBuilder().setTitle(title).setWalk(Walks.of(rows)).build();
            case PLOT -> Figure.newBuilder().setTitle(title).setPlot(plot(rows)).build();
        };
    }

    /** Of events; or of rows that say by themselves who sent what to whom. */
    private static Ladder ladder(List<Map<String, Object>> rows) {
        return rows.stream().anyMatch(row -> row.containsKey("label"))
                ? DrawnRows.ladder(rows)
                : Ladders.of(Recorded.events(rows));
    }

    /** Of outcomes, of points, or of events. */
    private static Plot plot(List<Map<String, Object>> rows) {
        if (rows.stream().anyMatch(row -> row.containsKey("points"))) {
            return DrawnRows.plot(rows);
        }
        List<Outcome> outcomes = Recorded.outcomes(rows);
        return outcomes.isEmpty() ? Plots.ofSamples(Recorded.events(rows)) : Plots.ofOutcomes(outcomes);
    }

    private static Figure ofRows(String title, List<Map<String, Object>> rows) {
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
