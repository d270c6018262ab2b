package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldKind;
import sevenlayers.labs.world.relay.PortHolder;

/** One world as a new user meets it: up, the README's lines, the first chapter, up again, down. */
final class WorldTrial {

    private static final int UP_MINUTES = 20;
    private static final int CHECK_MINUTES = 10;

    private final Path home;
    private final Shell shell;
    private final WorldKind world;
    private final List<String> flags;
    private final Layout layout;
    private final Collection<String> known;
    private final Consumer<String> say;

    /**
     * A trial.
     *
     * @param flags of {@code ./lab up}
     * @param settings environment variables for the lab
     * @param known the subcommands that there are
     * @param say told what is being done
     */
    WorldTrial(
            Path home,
            Path log,
            WorldKind world,
            List<String> flags,
            Map<String, String> settings,
            Collection<String> known,
            Consumer<String> say) {
        this.home = home;
        this.shell = new Shell(home, log, settings);
        this.world = world;
        this.flags = flags;
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.putAll(settings);
        this.layout = Layout.of(all);
        this.known = known;
        this.say = say;
    }

    /** Runs it; the world is down afterwards whatever happens. */
    Optional<String> run() {
        Thread guard = new Thread(() -> shell.down(UP_MINUTES), "down"); // Ctrl-C
        Runtime.getRuntime().addShutdownHook(guard);
        try {
            return up().or(this::readme)
                    .or(() -> lab("check 20", CHECK_MINUTES, "check", "20"))
                    .or(this::upAgain)
                    .or(() -> lab("down", UP_MINUTES, "down"))
                    .or(this::leftNothing);
        } finally {
            if (Shell.forget(guard)) {
                shell.run(UP_MINUTES, List.of("./lab", "down"));
            }
        }
    }

    private Optional<String> up() {
        say.accept("up");
        List<String> command = new ArrayList<>(List.of("./lab", "up"));
        command.addAll(flags);
        Shell.Outcome up = shell.run(UP_MINUTES, command);
        up.said().lines().filter(line -> line.startsWith("Ready in")).forEach(say);
        return up.exit() == 0 ? Optional.empty() : Optional.of("./lab up failed:\n" + up.end(12));
    }

    private Optional<String> upAgain() {
        say.accept("up again");
        Shell.Outcome up = shell.run(UP_MINUTES, List.of("./lab", "up"));
        return up.exit() == 0 ? Optional.empty() : Optional.of("./lab up, run a second time, failed:\n" + up.end(12));
    }

    private Optional<String> readme() {
        say.accept("README's lines");
        try {
            ReadmeLines page = ReadmeLines.parse(Files.readString(home.resolve("README.md")));
            List<String> unknown = page.commands().stream()
                    .filter(name -> !known.contains(name))
                    .toList();
            if (!unknown.isEmpty()) {
                return Optional.of(
                        "README.md names ./lab " + String.join(", ./lab ", unknown) + ", which there is not");
            }
            if (!page.unanswered().isEmpty()) {
                return Optional.of("README.md shows a call without the answer to expect:\n"
                        + String.join("\n", page.unanswered()));
            }
            for (ReadmeLines.Line written : page.lines()) {
                ReadmeLines.Line line = written.in(world, layout);
                Shell.Outcome outcome = shell.run(2, List.of("sh", "-c", line.command()));
                Optional<String> difference = line.answer().differs(outcome.said());
                if (difference.isPresent()) {
                    return Optional.of("README.md: " + difference.get() + "\n" + line.command() + "\nexpected\n"
                            + line.answer().text() + "\nsaw\n" + outcome.end(40));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> lab(String what, int minutes, String... arguments) {
        say.accept(what);
        List<String> command = new ArrayList<>(List.of("./lab"));
        command.addAll(List.of(arguments));
        Shell.Outcome outcome = shell.run(minutes, command);
        return outcome.exit() == 0 ? Optional.empty() : Optional.of("./lab " + what + " failed:\n" + outcome.end(30));
    }

    /** After down nobody listens at any front door. */
    private Optional<String> leftNothing() {
        List<String> left = layout.doors().keySet().stream()
                .filter(WorldTrial::answers)
                .flatMap(port -> PortHolder.of(Layout.HOST, port).map(holder -> port + ": " + holder).stream())
                .toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("./lab down left something behind: " + String.join(", ", left));
    }

    /** Whether somebody listens at that front door; the same port of another loopback address is another lab's. */
    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
