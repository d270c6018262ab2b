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
import picocli.CommandLine.Option;
import sevenlayers.lab.v1.TakeDownRequest;
import sevenlayers.lab.v1.TakeDownResponse;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.agent.AgentState;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.ProgressBar;
import sevenlayers.labs.world.World;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.Worlds;

/** {@code ./lab down}. */
@Command(
        name = "down",
        description = "Ends exactly what ./lab up started.",
        footer = {
            "",
            "Examples:",
            "  ./lab down",
            "  ./lab down --forget     the cluster that the lab ran on does not exist any more"
        },
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    /** The agent ends itself soon after its world; after this it is ended. */
    private static final int AGENT_SECONDS = 15;

    @Option(
            names = "--forget",
            description =
                    "Do not look for what runs on Docker or a cluster: that is gone, or somebody else will end it.")
    private boolean forget;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Optional<AgentState> agent = checkout.known();
        if (agent.isEmpty()) {
            AgentState.delete(checkout.state()); // left by an agent that was killed; its keeper has ended the pods
            checkout.terminal().line("The lab is down.");
            return 0;
        }
        if (forget) {
            forget(checkout, agent.get());
            return 0;
        }
        long start = System.nanoTime();
        try {
            if (agent.get().isAlive()) {
                takeDown(checkout, agent.get());
            } else {
                takeDownWithoutAgent(checkout, agent.get());
            }
        } catch (WorldException | StatusRuntimeException e) {
            if (!agent.get().world().kind().outlivesAgent()) {
                throw e;
            }
            throw new WorldException(
                    Errors.sentence(e)
                            + "\nThen try again. If what the lab ran on is gone for good: ./lab down --forget",
                    e);
        }
        checkout.terminal()
                .line("The lab is down, in " + People.duration(Duration.ofNanos(System.nanoTime() - start)) + ".");
        return 0;
    }

    /** Has {@code agent} take its world down, and waits until it is gone itself. */
    static void takeDown(Checkout checkout, AgentState agent) {
        boolean answered = true;
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
            answered = false;
        }
        agent.process().handle().ifPresent(DownCommand::await);
        if (!answered && agent.world().kind().outlivesAgent()) {
            takeDownWithoutAgent(checkout, agent);
        }
        AgentState.delete(checkout.state());
    }

    /** Ends the world of an agent that is gone. Its state stays until that has succeeded, so that it can be tried again. */
    private static void takeDownWithoutAgent(Checkout checkout, AgentState agent) {
        try (World world = Worlds.open(agent.world(), checkout.layout(), checkout.home(), checkout.state());
                ProgressBar bar = new ProgressBar(checkout.terminal(), "ending")) {
            world.down(step -> bar.update(step.done(), step.of(), ""));
        }
        AgentState.delete(checkout.state());
    }

    /** Ends the agent only. That ends the pods of the processes world, too, which are its own. */
    private static void forget(Checkout checkout, AgentState agent) {
        agent.process().handle().ifPresent(process -> {
            process.destroy();
            await(process);
        });
        AgentState.delete(checkout.state());
        checkout.terminal()
                .line("The lab is forgotten. Whatever still runs of it on Docker or a cluster is yours to end.");
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
