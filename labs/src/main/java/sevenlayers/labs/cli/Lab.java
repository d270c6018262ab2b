package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import sevenlayers.labs.agent.AgentMain;
import sevenlayers.labs.selftest.TestCommand;

/** The command {@code ./lab}. */
@Command(
        name = "./lab",
        description = "A networking course that runs: brings the lab up, runs its lessons, checks its claims.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ScaleCommand.class,
            StopCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            BuildCommand.class,
            LabsCommand.class,
            RunCommand.class,
            CheckCommand.class,
            ClaimsCommand.class,
            ReportCommand.class,
            ResetCommand.class,
            DoctorCommand.class,
            TestCommand.class,
            BenchCommand.class,
            TcpCommand.class,
            RehearseCommand.class,
            HelpCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  ./lab up               build and start the lab as plain processes",
            "  ./lab run 20           take the first lesson",
            "  ./lab help scale       what a command does, with an example"
        },
        mixinStandardHelpOptions = true,
        version = "Seven Layers 1.0.0")
public final class Lab implements Callable<Integer> {

    @CommandLine.Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(AgentMain.COMMAND)) {
            AgentMain.main(arguments);
            return;
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Lab())
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(24)
                .setAbbreviatedSubcommandsAllowed(false)
                .setParameterExceptionHandler(Errors::misused)
                .setExecutionExceptionHandler(Errors::failed);
    }

    /** Without a subcommand: what there is. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(System.out);
        }
        return CommandLine.ExitCode.OK;
    }
}
