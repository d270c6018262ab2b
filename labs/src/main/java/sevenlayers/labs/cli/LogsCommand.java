package sevenlayers.labs.cli;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sevenlayers.lab.v1.ReadLogsRequest;
import sevenlayers.lab.v1.ReadLogsResponse;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.processes.Tail;

/** {@code ./lab logs node-2}. */
@Command(
        name = "logs",
        description = "Shows what a pod, the pods of a service, or the agent have written.",
        footer = {
            "",
            "Examples:",
            "  ./lab logs node-2",
            "  ./lab logs -f node       all nodes, and what they write from now on; Ctrl-C ends it",
            "  ./lab logs agent"
        },
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private static final String AGENT = "agent";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A pod, a service, or agent. Not said: every pod.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines.")
    private boolean follow;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "LINES",
            description = "Lines of the past, per pod: 0 to 100,000 (${DEFAULT-VALUE}).")
    private int last = 100;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Terminal terminal = checkout.terminal();
        if (name.equals(AGENT)) {
            if (last < 0 || last > 100_000) {
                throw new WorldException("--last is " + last + "; it must be from 0 to 100,000.");
            }
            Path log = checkout.state().resolve("logs").resolve("agent.log");
            Tail.read(log, last, follow, terminal::line);
            return 0;
        }
        try (AgentClient agent = checkout.agent()) {
            boolean one = name.matches(".*-\\d+");
            Iterator<ReadLogsResponse> lines = agent.world()
                    .readLogs(ReadLogsRequest.newBuilder()
                            .setName(name)
                            .setLast(last)
                            .setFollow(follow)
                            .build());
            while (lines.hasNext()) {
                ReadLogsResponse line = lines.next();
                terminal.line(
                        one
                                ? line.getLine()
                                : terminal.inColourOf(line.getPod(), line.getPod() + " │ ") + line.getLine());
            }
        }
        return 0;
    }
}
