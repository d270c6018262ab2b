package sevenlayers.labs.cli;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sevenlayers.labs.build.BuildFailed;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Wrap;
import sevenlayers.labs.world.Nearest;
import sevenlayers.labs.world.WorldException;

/** What a failed command says: what was wrong, what is allowed, what to do; never a stack trace. */
final class Errors {

    private static final Pattern NO_NUMBER =
            Pattern.compile("Invalid value for (?:option '([^']+)'|.*) \\((\\w+)\\): '(.*)' is not an? (?:int|long)");

    private Errors() {}

    /** The command line was not understood: exit status 2. */
    static int misused(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        List<String> names = command.getSubcommands().entrySet().stream()
                .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
        if (e instanceof UnmatchedArgumentException unmatched
                && !names.isEmpty()
                && !unmatched.getUnmatched().getFirst().startsWith("-")) {
            String typed = unmatched.getUnmatched().getFirst();
            say("\"" + typed + "\" is no command of " + command.getCommandSpec().qualifiedName() + "."
                    + Nearest.hint(typed, names));
            say("There are " + String.join(", ", names) + ".");
        } else {
            say(number(String.valueOf(e.getMessage())) + ".");
        }
        say("See " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** picocli says which type of Java a word does not have. */
    static String number(String message) {
        Matcher said = NO_NUMBER.matcher(message);
        if (!said.matches()) {
            return message;
        }
        String name = said.group(1) == null ? said.group(2) : said.group(1);
        return name + " is \"" + said.group(3) + "\"; it must be a whole number";
    }

    /** The command was understood and could not be done: exit status 1. */
    static int failed(Exception e, CommandLine command, ParseResult parsed) {
        say(sentence(e));
        if ("1".equals(System.getenv("LAB_DEBUG"))) {
            e.printStackTrace();
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** What a failure says to a person. */
    static String sentence(Exception e) {
        String known = switch (e) {
            case WorldException problem -> problem.getMessage();
            case LabProblem problem -> problem.getMessage();
            case BuildFailed problem -> problem.getMessage();
            case StatusRuntimeException refused -> sentence(refused.getStatus());
            case StatusException refused -> sentence(refused.getStatus());
            default ->
                "This should not have happened: " + e
                        + "\nPlease report it with what you did; LAB_DEBUG=1 shows where it happened.";
        };
        return String.valueOf(known);
    }

    /** What a status of the agent says to a person. */
    static String sentence(Status status) {
        if (status.getCode() == Status.Code.UNAVAILABLE) {
            return "The agent does not answer: the lab has gone down. Bring it up with ./lab up; its log is .lab/logs/agent.log";
        }
        String description = status.getDescription();
        return description == null ? "The agent answered " + status.getCode() + "." : description;
    }

    private static void say(@Nullable String text) {
        Terminal terminal = Terminal.ofSystem().on(System.err);
        for (String line : String.valueOf(text).split("\n", -1)) {
            // What is indented is a command to paste, or a log's: it stays as it is.
            (line.startsWith(" ") ? List.of(line) : Wrap.lines(line, terminal.columns())).forEach(terminal::line);
        }
    }
}
