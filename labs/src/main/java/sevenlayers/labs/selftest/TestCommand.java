package sevenlayers.labs.selftest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevenlayers.labs.cli.Checkout;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.WorldException;

/** {@code ./lab test}. */
@Command(
        name = "test",
        description = {
            "Tests all that this machine can run: unit tests, and the lab as a user meets it, in every world.",
            "LAB_TEST_CONTEXT names a kubectl context to test the cluster world on; LAB_TEST_REQUIRE=processes,containers,cluster",
            "lists worlds that must not be left out."
        },
        footer = {"", "Examples:", "  ./lab test", "  ./lab test --only containers"},
        mixinStandardHelpOptions = true)
public final class TestCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "WORD",
            description = "Only the parts with this word in their name, as in containers.")
    private String only = "";

    /**
     * What became of a part.
     *
     * @param leftOut what it did not do, and why
     */
    private record Outcome(Part part, Mark mark, String why, Duration took, List<String> leftOut) {}

    private enum Mark {
        PASSED,
        FAILED,
        SKIPPED
    }

    @Override
    public Integer call() {
        Checkout checkout = Checkout.ofSystem();
        Terminal terminal = checkout.terminal();
        if (checkout.running().isPresent()) {
            throw new WorldException(
                    "The lab is up, and its tests bring it up themselves. Take it down first: ./lab down");
        }
        Path logs = checkout.state().resolve("test");
        Shell.clear(logs);
        List<Part> parts = new Parts(checkout.home(), logs, terminal, known()).all();
        Set<String> required = required(System.getenv().getOrDefault("LAB_TEST_REQUIRE", ""), parts);
        List<Outcome> outcomes = new ArrayList<>();
        for (Part part : parts) {
            if (part.name().contains(only)) {
                outcomes.add(run(part, terminal, required));
            }
        }
        if (outcomes.isEmpty()) {
            throw new WorldException("No part of the tests has \"" + only + "\" in its name. See ./lab test --help");
        }
        return conclude(outcomes, terminal, checkout.home().relativize(logs));
    }

    /** The worlds that {@code setting} names; a misspelt one would require nothing. */
    static Set<String> required(String setting, List<Part> parts) {
        Set<String> worlds = parts.stream()
                .map(Part::needs)
                .filter(needs -> !needs.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> required = Stream.of(setting.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
        for (String word : required) {
            if (!worlds.contains(word)) {
                throw new WorldException("LAB_TEST_REQUIRE names \"" + word + "\", which is no world. There are "
                        + String.join(", ", worlds) + ".");
            }
        }
        return required;
    }

    private static Outcome run(Part part, Terminal terminal, Set<String> required) {
        terminal.line(terminal.styled(Style.BOLD, part.name()));
        long start = System.nanoTime();
        Optional<String> cannot = part.cannotRun().get();
        if (cannot.isPresent()) {
            boolean must = required.contains(part.needs());
            terminal.line("  " + (must ? "✗ " : "– ") + cannot.get());
            String why = must ? cannot.get() + ", and LAB_TEST_REQUIRE names " + part.needs() : cannot.get();
            return new Outcome(part, must ? Mark.FAILED : Mark.SKIPPED, why, Duration.ZERO, List.of());
        }
        List<String> leftOut = new ArrayList<>();
        Optional<String> wrong = part.body().run(leftOut::add);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        wrong.ifPresentOrElse(
                text -> {
                    terminal.line(terminal.styled(Style.BAD, "  ✗ failed"));
                    text.lines().forEach(line -> terminal.line("    " + line));
                },
                () -> terminal.line(terminal.styled(Style.GOOD, "  ✓ passed") + " in " + People.duration(took)));
        return new Outcome(
                part,
                wrong.isPresent() ? Mark.FAILED : Mark.PASSED,
                wrong.map(TestCommand::firstLine).orElse(""),
                took,
                List.copyOf(leftOut));
    }

    private static int conclude(List<Outcome> outcomes, Terminal terminal, Path logs) {
        terminal.line();
        Table table = new Table();
        for (Outcome outcome : outcomes) {
            table.row(
                    switch (outcome.mark()) {
                        case PASSED -> terminal.styled(Style.GOOD, "✓");
                        case FAILED -> terminal.styled(Style.BAD, "✗");
                        case SKIPPED -> "–";
                    },
                    outcome.part().name(),
                    outcome.mark().name().toLowerCase(Locale.ROOT),
                    outcome.mark() == Mark.SKIPPED ? "" : People.duration(outcome.took()),
                    outcome.why());
            outcome.leftOut().forEach(what -> table.row("–", outcome.part().name(), "left out", "", what));
        }
        table.print(terminal);
        terminal.line();
        terminal.line("Logs: " + logs);
        long failed = count(outcomes, Mark.FAILED);
        // Programs read this last line: a row with – is one that was skipped, be it a part or something within one.
        terminal.line(
                count(outcomes, Mark.PASSED) + " passed, " + failed + " failed, " + skipped(outcomes) + " skipped");
        return failed == 0 ? 0 : 1;
    }

    private static long skipped(List<Outcome> outcomes) {
        return count(outcomes, Mark.SKIPPED)
                + outcomes.stream()
                        .mapToInt(outcome -> outcome.leftOut().size())
                        .sum();
    }

    private static long count(List<Outcome> outcomes, Mark mark) {
        return outcomes.stream().filter(outcome -> outcome.mark() == mark).count();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private Collection<String> known() {
        return spec == null ? List.of() : spec.root().subcommands().keySet();
    }
}
