package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldKind;
import sevenlayers.labs.world.relay.PortHolder;

/** One world as a new user meets it: up, the README's lines, the ways through it that are given, up again, down. */
final class WorldTrial {

    private static final int UP_MINUTES = 20;

    private final Trial trial;
    private final List<String> flags;
    private final Collection<String> known;
    private final List<Walk> walks;

    /**
     * A trial.
     *
     * @param flags of {@code ./lab up}
     * @param known the subcommands that there are
     */
    WorldTrial(Trial trial, List<String> flags, Collection<String> known, List<Walk> walks) {
        this.trial = trial;
        this.flags = flags;
        this.known = known;
        this.walks = walks;
    }

    /** Runs it; the world is down afterwards whatever happens. */
    Optional<String> run() {
        Thread guard = new Thread(() -> trial.shell().down(UP_MINUTES), "down"); // Ctrl-C
        Runtime.getRuntime().addShutdownHook(guard);
        try {
            trial.begin();
            up();
            readme();
            walks.forEach(walk -> walk.take(trial));
            upAgain();
            down();
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(e.sentence());
        } finally {
            if (Shell.forget(guard)) {
                trial.lab(UP_MINUTES, List.of("down"));
            }
        }
    }

    private void up() {
        trial.say().accept("up");
        List<String> words = new ArrayList<>(List.of("up"));
        words.addAll(flags);
        Answered up = trial.lab(UP_MINUTES, words).succeeds();
        Goals goals = Goals.of(up);
        trial.say().accept(goals.line());
        if (trial.world() == WorldKind.PROCESSES && !goals.fits()) {
            throw up.broken("pods that take less than 1 GiB together", goals.memory());
        }
    }

    private void upAgain() {
        trial.say().accept("up again");
        trial.lab(UP_MINUTES, List.of("up")).succeeds();
    }

    private void readme() {
        trial.say().accept("README's lines");
        try {
            ReadmeLines page = ReadmeLines.parse(Files.readString(trial.home().resolve("README.md")));
            List<String> unknown = page.commands().stream()
                    .filter(name -> !known.contains(name))
                    .toList();
            if (!unknown.isEmpty()) {
                throw new Broken("README.md names ./lab " + String.join(", ./lab ", unknown) + ", which there is not");
            }
            if (!page.unanswered().isEmpty()) {
                throw new Broken("README.md shows a call without the answer to expect:\n"
                        + String.join("\n", page.unanswered()));
            }
            for (ReadmeLines.Line written : page.lines()) {
                ReadmeLines.Line line = written.in(trial.world(), trial.layout());
                Answered answer = trial.sh(line.command());
                Optional<String> difference = line.answer().differs(answer.said());
                if (difference.isPresent()) {
                    throw new Broken("README.md: " + difference.get() + "\n" + line.command() + "\nexpected\n"
                            + line.answer().text() + "\nsaw\n" + answer.end(40));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After down nobody listens at any front door. */
    private void down() {
        trial.say().accept("down");
        trial.lab(UP_MINUTES, List.of("down")).succeeds();
        List<String> left = trial.layout().doors().keySet().stream()
                .filter(WorldTrial::answers)
                .flatMap(port -> PortHolder.of(Layout.HOST, port).map(holder -> port + ": " + holder).stream())
                .toList();
        if (!left.isEmpty()) {
            throw new Broken("./lab down left something behind: " + String.join(", ", left));
        }
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
