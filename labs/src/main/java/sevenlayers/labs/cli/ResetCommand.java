package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sevenlayers.lab.v1.ResetRequest;
import sevenlayers.lab.v1.ResetResponse;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.terminal.Terminal;

/** {@code ./lab reset}. */
@Command(
        name = "reset",
        description = "Puts the world back as ./lab up made it: number of pods, frozen pods, knobs, named channels.",
        footer = {"", "Example:", "  ./lab reset"},
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Terminal terminal = checkout.terminal();
        try (AgentClient agent = checkout.agent()) {
            ResetResponse response = agent.course().reset(ResetRequest.getDefaultInstance());
            if (response.getDoneCount() == 0) {
                terminal.line("Everything is in its place.");
            }
            response.getDoneList().forEach(done -> terminal.line("  " + done));
        }
        return 0;
    }
}
