package sevenlayers.labs.cli;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sevenlayers.lab.v1.BringUpRequest;
import sevenlayers.lab.v1.BringUpResponse;
import sevenlayers.lab.v1.GetWorldRequest;
import sevenlayers.lab.v1.GetWorldResponse;
import sevenlayers.labs.agent.AgentClient;
import sevenlayers.labs.agent.AgentLauncher;
import sevenlayers.labs.agent.AgentState;
import sevenlayers.labs.build.Builder;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.ProgressBar;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldChoice;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.Worlds;

/** {@code ./lab up}. */
@Command(
        name = "up",
        description = {
            "Builds what is stale and brings the lab up: processes, containers or a cluster.",
            "Again: replaces the pods whose code has changed, starts those that are missing."
        },
        footer = {
            "",
            "Examples:",
            "  ./lab up                       plain processes",
            "  ./lab up --containers          the same pods as containers",
            "  LAB_OFFSET=1 ./lab up          beside another lab on this machine: all ports 10 higher"
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Mixin
    private final WorldOptions options = new WorldOptions();

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Terminal terminal = checkout.terminal();
        WorldChoice choice = choice(checkout);
        checkout.prepare();
        terminal.line(terminal.styled(Style.BOLD, "Seven Layers") + " · " + title(choice) + " · JDK "
                + System.getProperty("java.version"));
        terminal.line();
        new Builder(checkout.home(), terminal).buildAll();
        String code = Builder.stampOf(checkout.home(), "labs");
        replaceIfChanged(checkout, code);
        long start = System.nanoTime();
        if (checkout.running().isPresent()) {
            bringUp(checkout, start);
        } else {
            Runnable interrupted = () -> {
                if (terminal.live()) {
                    terminal.line(); // the terminal has written ^C behind the progress
                }
                terminal.line("  Interrupted: taking down what was started.");
            };
            try (AgentLauncher agent =
                    AgentLauncher.start(checkout.home(), checkout.state(), choice, code, interrupted)) {
                bringUp(checkout, start);
                agent.stay();
            }
        }
        next(checkout);
        return 0;
    }

    private WorldChoice choice(Checkout checkout) {
        WorldChoice asked = Worlds.settled(options.choice(), checkout.home());
        Optional<WorldChoice> there = checkout.known().map(AgentState::world);
        return options.given() ? oneAtATime(asked, there) : there.orElse(asked);
    }

    /**
     * The world {@code asked}.
     *
     * @param there the world that is up, or that an agent which was killed has left
     * @throws WorldException it is another one
     */
    static WorldChoice oneAtATime(WorldChoice asked, Optional<WorldChoice> there) {
        there.filter(world -> !world.equals(asked)).ifPresent(world -> {
            throw new WorldException("The lab is up as " + title(world) + ", and it can be one world at a time.\n"
                    + "Take it down first (./lab down), then ./lab up " + asked.flag());
        });
        return asked;
    }

    private static void replaceIfChanged(Checkout checkout, String code) {
        Optional<AgentState> running = checkout.running();
        if (running.isPresent() && !running.get().code().equals(code)) {
            checkout.terminal().line("  The lab command's own code has changed: everything starts anew.");
            DownCommand.takeDown(checkout, running.get());
        }
    }

    private static void bringUp(Checkout checkout, long start) {
        Terminal terminal = checkout.terminal();
        try (AgentClient agent = checkout.agent()) {
            boolean changed = false;
            Iterator<BringUpResponse> steps = agent.world().bringUp(BringUpRequest.getDefaultInstance());
            String what = "";
            @Nullable ProgressBar bar = null;
            try {
                while (steps.hasNext()) {
                    BringUpResponse step = steps.next();
                    if (step.getOf() == 0) {
                        continue;
                    }
                    changed = true;
                    if (!step.getWhat().equals(what)) {
                        close(bar);
                        what = step.getWhat();
                        bar = new ProgressBar(terminal, what);
                    }
                    if (bar != null) {
                        bar.update(step.getDone(), step.getOf(), "");
                    }
                }
            } finally {
                close(bar);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            GetWorldResponse world = agent.world().getWorld(GetWorldRequest.getDefaultInstance());
            if (changed) {
                terminal.line();
            }
            Services.print(terminal, world.getServicesList());
            terminal.line();
            if (checkout.running().map(AgentState::port).orElse(0)
                    != checkout.layout().agentPort()) {
                terminal.line(
                        "It stays where it was started; LAB_OFFSET and LAB_DOORS count from the next ./lab down on.");
            }
            terminal.line(changed ? ready(world, took) : "Everything is up and unchanged. Next:");
        }
    }

    private static void close(@Nullable ProgressBar bar) {
        if (bar != null) {
            bar.close();
        }
    }

    private static String ready(GetWorldResponse world, Duration took) {
        long memory = Services.memory(world.getServicesList());
        return "Ready in " + People.duration(took) + (memory > 0 ? ", " + People.bytes(memory) : "") + ". Next:";
    }

    private static void next(Checkout checkout) {
        Layout layout = checkout.layout();
        for (List<String> line : List.of(
                List.of("./lab run 20", "why did every call hit one pod?"),
                List.of(
                        "grpcurl -plaintext localhost:" + layout.door("node")
                                + " sevenlayers.chassis.v1.PodService/WhoAmI",
                        ""),
                List.of("./lab down", "when you are done"))) {
            String command = checkout.terminal().styled(Style.COMMAND, line.getFirst());
            String padding = line.getLast().isEmpty()
                    ? ""
                    : " ".repeat(Math.max(1, 17 - line.getFirst().length()));
            checkout.terminal().line("  " + command + padding + line.getLast());
        }
    }

    static String title(WorldChoice choice) {
        String flag = choice.flag();
        return flag.isEmpty()
                ? choice.kind().label()
                : choice.kind().label() + (choice.context().isEmpty() ? "" : " " + choice.context());
    }
}
