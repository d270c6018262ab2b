package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sevenlayers.lab.v1.ResumePodRequest;
import sevenlayers.labs.agent.AgentClient;

/** {@code ./lab resume node-2}. */
@Command(
        name = "resume",
        description = "Lets a frozen pod go on (SIGCONT).",
        footer = {"", "Example:", "  ./lab resume node-2"},
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "POD", description = "As in node-2.")
    private String pod = "";

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        try (AgentClient agent = checkout.agent()) {
            agent.world().resumePod(ResumePodRequest.newBuilder().setPod(pod).build());
            checkout.terminal().line(pod + " goes on.");
        }
        return 0;
    }
}
