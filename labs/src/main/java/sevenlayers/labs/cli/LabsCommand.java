package sevenlayers.labs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sevenlayers.lab.v1.Lab;
import sevenlayers.labs.agent.AgentState;
import sevenlayers.labs.course.Answers;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab labs}. */
@Command(
        name = "labs",
        description =
                "Lists the labs: what they are about, how long they take, what to do first, whether they are done.",
        footer = {"", "Example:", "  ./lab labs --language ko"},
        mixinStandardHelpOptions = true)
final class LabsCommand implements Callable<Integer> {

    @Mixin
    private CourseOptions options = new CourseOptions();

    @Override
    public Integer call() {
        Course course = CourseOptions.course();
        Terminal terminal = options.terminal();
        String world = Checkout.ofSystem()
                .running()
                .map(AgentState::world)
                .map(choice -> choice.kind().label())
                .orElse("processes");
        List<Lab> labs = Answers.labs(course, world, options.language());
        Table table = new Table();
        for (Lab lab : labs) {
            table.row(
                    lab.getId().substring(0, 2),
                    lab.getTitle(),
                    lab.getMinutes() + " min",
                    lab.getPrerequisitesCount() == 0 ? "" : "after " + numbers(lab.getPrerequisitesList()),
                    lab.getDone() ? "✓ done" : "not done");
        }
        table.print(terminal);
        int planned = course.catalogue().chapters().size();
        terminal.line();
        terminal.line("  " + labs.size() + " of " + planned
                + " planned labs are written. Done means: every claim of it holds in the world of " + world + ".");
        terminal.line("  ./lab run " + labs.getFirst().getId().substring(0, 2) + "     "
                + labs.getFirst().getSummary());
        return 0;
    }

    private static String numbers(List<String> ids) {
        return ids.stream().map(id -> id.substring(0, 2)).collect(Collectors.joining(", "));
    }
}
