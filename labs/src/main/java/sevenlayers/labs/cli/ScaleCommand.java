package sevenlayers.labs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sevenlayers.lab.v1.ScaleRequest;
import sevenlayers.lab.v1.ScaleResponse;
import sevenlayers.labs.agent.AgentClient;

/** {@code ./lab scale node 5}. */
@Command(
        name = "scale",
        description = "Runs so many pods of a service, and waits until all are ready.",
        footer = {"", "Example:", "  ./lab scale node 5"},
        mixinStandardHelpOptions = true)
final class ScaleCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "As in node.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "PODS", description = "How many: 1 to 20.")
    private int replicas;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        try (AgentClient agent = checkout.agent()) {
            ScaleResponse done = agent.world()
                    .scale(ScaleRequest.newBuilder()
                            .setService(service)
                            .setReplicas(replicas)
                            .build());
            checkout.terminal()
                    .line(service + ": " + done.getPrevious() + " → "
                            + done.getService().getPodsCount() + " pods, all ready");
            Services.printPods(checkout.terminal(), List.of(done.getService()));
        }
        return 0;
    }
}
