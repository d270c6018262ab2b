package sevenlayers.labs.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import sevenlayers.lab.v1.TakeDownRequest;
import sevenlayers.lab.v1.TakeDownResponse;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.agent.AgentState;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.ProgressBar;

/** {@code ./lab down}. */
@Command(
        name = "down",
        description = "Ends exactly what ./lab up started.",
        footer = {"", "Example:", "  ./lab down"},
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    /** The agent ends itself soon after its world; after this it is ended. */
    private static final int AGENT_SECONDS = 15;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Optional<AgentState> running = checkout.running();
        if (running.isEmpty()) {
            AgentState.delete(checkout.state()); // left by an agent that was killed; its keeper has ended the pods
            checkout.terminal().line("The lab is down.");
            return 0;
        }
        long start = System.nanoTime();
        takeDown(checkout, running.get());
        checkout.terminal()
                .line("The lab is down, in " + People.duration(Duration.ofNanos(System.nanoTime() - start)) + ".");
        return 0;
    }

    /** Has {@code agent} take its world down, and waits until it is gone itself. */
    static void takeDown(Checkout checkout, AgentState agent) {
        try (AgentClient client = checkout.agent();
                ProgressBar bar = new ProgressBar(checkout.terminal(), "ending")) {
            Iterator<TakeDownResponse> steps = client.world().takeDown(TakeDownRequest.getDefaultInstance());
            while (steps.hasNext()) {
                TakeDownResponse step = steps.next();
                bar.update(step.getDone(), step.getOf(), step.getWhat().equals("ending") ? "" : step.getWhat());
            }
        } catch (StatusRuntimeException e) {
            // An agent that has just gone, or that does not answer, is ended below; a sentence of its own is for the
            // reader.
            if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                throw e;
            }
        }
        agent.process().handle().ifPresent(DownCommand::await);
        AgentState.delete(checkout.state());
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(AGENT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            process.destroyForcibly(); // its keeper ends the pods
        } catch (ExecutionException _) {
            // It has ended.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
