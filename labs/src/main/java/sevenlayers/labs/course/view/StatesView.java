package sevenlayers.labs.course.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevenlayers.lab.v1.StatePath;
import sevenlayers.lab.v1.StateStep;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;
import sevenlayers.labs.terminal.Wrap;

/** Shows the states that each end went through: the path in one line, and under it each step with what caused it, and why. */
public final class StatesView {

    private static final int STATE = "SYN-RECEIVED".length();

    private final Terminal terminal;

    public StatesView(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A path for each end, each connection with its name where there are several. */
    public void show(List<StatePath> paths) {
        boolean several =
                paths.stream().map(StatePath::getConnection).distinct().count() > 1;
        int times = paths.stream()
                .flatMap(path -> path.getStepsList().stream())
                .mapToInt(step -> time(step).length())
                .max()
                .orElse(0);
        for (StatePath path : paths) {
            path(path, several);
            for (StateStep step : path.getStepsList()) {
                String start = "    " + Width.right(time(step), times) + "  "
                        + terminal.styled(Style.BOLD, Width.padded(step.getState(), STATE)) + "  ";
                String why = Reasons.of(step.getWhy(), step.getSource());
                String cause = step.getEvent().isEmpty() ? why : step.getEvent() + "; " + why;
                Reasons.hanging(start, cause, terminal.columns()).forEach(terminal::line);
            }
        }
    }

    private void path(StatePath path, boolean several) {
        List<String> states = new ArrayList<>(List.of(path.getFirst()));
        path.getStepsList().forEach(step -> states.add(step.getState()));
        String name = several ? path.getHost() + " (" + path.getConnection() + ")" : path.getHost();
        Wrap.hanging("  " + terminal.styled(Style.BOLD, name) + "  ", String.join(" → ", states), terminal.columns())
                .forEach(terminal::line);
    }

    private static String time(StateStep step) {
        return String.format(Locale.ROOT, "%.1f ms", step.getAtNanos() / 1e6);
    }
}
