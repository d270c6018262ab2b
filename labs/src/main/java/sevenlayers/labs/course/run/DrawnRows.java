package sevenlayers.labs.course.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.lab.v1.HostState;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Line;
import sevenlayers.lab.v1.Panel;
import sevenlayers.lab.v1.Plot;
import sevenlayers.lab.v1.Rung;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.cel.Expression;

/** Ladders and plots of rows that a chapter writes itself, for what no simulation told: a real connection, a formula. */
final class DrawnRows {

    private DrawnRows() {}

    /**
     * A rung each: {@code atMillis}, {@code from}, {@code label}, and if you like {@code to}, {@code arrivedMillis}, {@code lost},
     * {@code again}, {@code why}, {@code source}, {@code states} (host to state).
     */
    static Ladder ladder(List<Map<String, Object>> rows) {
        Set<String> hosts = new LinkedHashSet<>();
        Ladder.Builder ladder = Ladder.newBuilder();
        for (Map<String, Object> row : rows) {
            Rung.Builder rung = Rung.newBuilder()
                    .setAtNanos(nanos(number(row, "atMillis")))
                    .setHost(text(row, "from"))
                    .setTo(text(row, "to"))
                    .setLost(text(row, "lost"))
                    .setLostAt(0.6)
                    .setAgain(Boolean.TRUE.equals(row.get("again")))
                    .setWhy(text(row, "why"))
                    .setSource(text(row, "source"));
            if (!text(row, "label").isEmpty()) {
                rung.addLabel(text(row, "label"));
            }
            if (row.containsKey("arrivedMillis")) {
                rung.setArrivedAtNanos(nanos(number(row, "arrivedMillis")));
            }
            if (row.get("states") instanceof Map<?, ?> states) {
                states.forEach((host, state) -> rung.addStates(
                        HostState.newBuilder().setHost(String.valueOf(host)).setState(String.valueOf(state))));
            }
            hosts.add(rung.getHost());
            if (!rung.getTo().isEmpty()) {
                hosts.add(rung.getTo());
            }
            ladder.addRungs(rung);
        }
        return ladder.addAllHosts(hosts).build();
    }

    /**
     * A curve each: {@code label}, {@code points} (a list of [x, y]), and if you like {@code panel} (curves with the same one share it),
     * {@code dashed}, {@code steps}, {@code marks} (places on the x axis) with {@code mark} (what they mean). The first row's {@code x}
     * and {@code y} name the axes, its {@code across} says how many panels stand beside each other.
     */
    static Plot plot(List<Map<String, Object>> rows) {
        Map<String, Panel.Builder> panels = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            Panel.Builder panel = panels.computeIfAbsent(
                    text(row, "panel"), title -> Panel.newBuilder().setTitle(title));
            Line.Builder line = Line.newBuilder()
                    .setLabel(text(row, "label"))
                    .setDashed(Boolean.TRUE.equals(row.get("dashed")))
                    .setSteps(Boolean.TRUE.equals(row.get("steps")));
            for (Object point : list(row.get("points"))) {
                List<?> both = list(point);
                if (both.size() != 2) {
                    throw new LabProblem("A point of a plot is " + Expression.text(point) + "; it must be [x, y].");
                }
                line.addX(number(both.get(0))).addY(number(both.get(1)));
            }
            panel.addLines(line);
            if (row.containsKey("marks")) {
                list(row.get("marks")).forEach(mark -> panel.addMarks(number(mark)));
                panel.setMark(text(row, "mark"));
            }
        }
        Map<String, Object> first = rows.getFirst();
        Plot.Builder plot = Plot.newBuilder()
                .setX(text(first, "x"))
                .setY(text(first, "y"))
                .setAcross((int) number(first, "across"));
        panels.values().forEach(plot::addPanels);
        return plot.build();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static double number(Map<String, Object> row, String name) {
        return number(row.getOrDefault(name, 0L));
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new LabProblem("A drawing has " + value + " where a number must be.");
    }

    private static long nanos(double millis) {
        return Math.round(millis * 1e6);
    }

    private static String text(Map<String, Object> row, String name) {
        return Expression.text(row.getOrDefault(name, ""));
    }
}
