package sevenlayers.labs.cli;

import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sevenlayers.lab.v1.GetWorldRequest;
import sevenlayers.lab.v1.GetWorldResponse;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.agent.AgentState;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab status}. */
@Command(
        name = "status",
        description = "Says which world is up, how its pods are, and where its front doors are.",
        footer = {"", "Example:", "  ./lab status"},
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Terminal terminal = checkout.terminal();
        try (AgentClient agent = checkout.agent()) {
            GetWorldResponse world = agent.world().getWorld(GetWorldRequest.getDefaultInstance());
            Duration up =
                    Duration.between(Instant.ofEpochMilli(Timestamps.toMillis(world.getUpSince())), Instant.now());
            String kind = checkout.running()
                    .map(running -> UpCommand.title(running.world()))
                    .orElse("");
            terminal.line(
                    terminal.styled(Style.BOLD, "Seven Layers") + " · " + kind + " · up for " + People.duration(up));
            terminal.line();
            Services.print(terminal, world.getServicesList());
            terminal.line();
            Services.printPods(terminal, world.getServicesList());
            terminal.line();
            long memory = Services.memory(world.getServicesList());
            terminal.line("agent on localhost:"
                    + checkout.running()
                            .map(AgentState::port)
                            .orElse(checkout.layout().agentPort())
                    + (memory > 0 ? "; pods use " + People.bytes(memory) + " together" : ""));
        }
        return 0;
    }
}
