package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sevenlayers.lab.v1.PausePodRequest;
import sevenlayers.labs.agent.AgentClient;

/** {@code ./lab pause node-2}. */
@Command(
        name = "pause",
        description = "Freezes one pod (SIGSTOP): its connections stay open, nothing answers.",
        footer = {"", "Example:", "  ./lab pause node-2"},
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

    @Parameters(paramLabel = "POD", description = "As in node-2.")
    private String pod = "";

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        try (AgentClient agent = checkout.agent()) {
            agent.world().pausePod(PausePodRequest.newBuilder().setPod(pod).build());
            checkout.terminal().line(pod + " is frozen. It goes on with ./lab resume " + pod);
        }
        return 0;
    }
}
