package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sevenlayers.lab.v1.StopPodRequest;
import sevenlayers.labs.agent.AgentClient;

/** {@code ./lab stop node-2}. */
@Command(
        name = "stop",
        description = "Ends one pod: it drains, then goes. ./lab up brings it back.",
        footer = {
            "",
            "Examples:",
            "  ./lab stop node-2",
            "  ./lab stop --kill node-2     at once, without draining (SIGKILL)"
        },
        mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "POD", description = "As in node-2.")
    private String pod = "";

    @Option(names = "--kill", description = "End it at once (SIGKILL).")
    private boolean kill;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        try (AgentClient agent = checkout.agent()) {
            agent.world()
                    .stopPod(StopPodRequest.newBuilder()
                            .setPod(pod)
                            .setKill(kill)
                            .build());
            checkout.terminal().line(pod + (kill ? " was killed." : " has drained and ended."));
        }
        return 0;
    }
}
