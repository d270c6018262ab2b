package sevenlayers.labs.selftest;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sevenlayers.labs.build.BuildFailed;
import sevenlayers.labs.build.Builder;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.WorldKind;

/**
 * What {@code ./lab test} runs, in order.
 *
 * @param home the repository
 * @param logs where the parts' logs go
 * @param terminal where to write
 * @param known the subcommands that there are
 */
record Parts(Path home, Path logs, Terminal terminal, Collection<String> known) {

    /** Names a kubectl context of a cluster to test on. */
    private static final String CONTEXT = "LAB_TEST_CONTEXT";

    List<Part> all() {
        String context = System.getenv().getOrDefault(CONTEXT, "");
        Walk everyChapter = new CourseWalk(Integer.MAX_VALUE, false);
        return List.of(
                new Part("unit tests", "", Optional::empty, this::unit),
                new Part("measurements", "", Optional::empty, this::benches),
                new Part("processes world, in JUnit", "processes", Optional::empty, junit("world")),
                new Part("worlds that cannot come up", "processes", Optional::empty, this::refusals),
                new Part(
                        "processes",
                        "processes",
                        this::noCallers,
                        trial(
                                "processes",
                                WorldKind.PROCESSES,
                                List.of(),
                                Map.of(),
                                new CommandWalk(),
                                new BadCalls(),
                                new BadCommands(),
                                new KilledPodWalk(),
                                new LeaseWalk(),
                                new RunWalk(),
                                everyChapter)),
                new Part(
                        "processes on one loopback address",
                        "processes",
                        this::noCallers,
                        trial(
                                "one-loopback",
                                WorldKind.PROCESSES,
                                List.of(),
                                Map.of("LAB_ONE_LOOPBACK", "1"),
                                new CourseWalk(1, true),
                                new MineWalk())),
                new Part(
                        "containers",
                        "containers",
                        () -> noDocker().or(this::noCallers),
                        trial(
                                "containers",
                                WorldKind.CONTAINERS,
                                List.of("--containers"),
                                Map.of(),
                                new CommandWalk(),
                                new TraceWalk(),
                                new BadCalls(),
                                new KilledPodWalk(),
                                new RunWalk(),
                                everyChapter)),
                new Part("containers world, in JUnit", "containers", this::noDocker, junit("containers")),
                new Part(
                        "cluster",
                        "cluster",
                        () -> noCluster(context).or(this::noCallers),
                        trial(
                                "cluster",
                                WorldKind.CLUSTER,
                                List.of("--cluster", "--context", context),
                                Map.of(),
                                new CommandWalk(),
                                new BadCalls(),
                                new RunWalk(),
                                everyChapter)));
    }

    private Optional<String> unit(Consumer<String> leftOut) {
        FileTime start = now();
        try {
            new Builder(home, terminal).verifyAll();
            SurefireReports.since(start, Builder.reportFolders(home)).skipped().forEach(leftOut);
            return Optional.empty();
        } catch (BuildFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> benches(Consumer<String> leftOut) {
        return new Benches(trial("benches.log", leftOut)).run();
    }

    private Optional<String> refusals(Consumer<String> leftOut) {
        return new Refusals(trial("refusals.log", leftOut)).run();
    }

    private Trial trial(String log, Consumer<String> leftOut) {
        Consumer<String> say = what -> terminal.line("    " + what);
        return Trial.of(home, logs.resolve(log), WorldKind.PROCESSES, Map.of(), say, leftOut);
    }

    /** The tests that plain builds leave out, by their group. */
    private Part.Body junit(String group) {
        return leftOut -> {
            List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "package", "-pl", "labs", "-am"));
            command.addAll(List.of(
                    "-Dlabs.excluded=none",
                    "-Dgroups=" + group,
                    "-Dtest=sevenlayers.labs.**",
                    "-Dsurefire.failIfNoSpecifiedTests=false"));
            FileTime start = now();
            Answered answer = new Shell(
                            home,
                            logs.resolve("junit-" + group + ".log"),
                            Map.of("JAVA_HOME", System.getProperty("java.home")))
                    .run(20, command);
            if (answer.exit() != 0) {
                return Optional.of(answer.end(30));
            }
            SurefireReports reports =
                    SurefireReports.since(start, List.of(home.resolve("labs/target/surefire-reports")));
            reports.skipped().forEach(leftOut);
            return reports.anyRan() ? Optional.empty() : Optional.of("no test of the group " + group + " was run");
        };
    }

    /** To the second, as some file systems have it. */
    private static FileTime now() {
        return FileTime.from(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private Part.Body trial(
            String name, WorldKind world, List<String> flags, Map<String, String> settings, Walk... walks) {
        Consumer<String> say = what -> terminal.line("    " + what);
        return leftOut -> new WorldTrial(
                        Trial.of(home, logs.resolve(name + ".log"), world, settings, say, leftOut),
                        flags,
                        known,
                        List.of(walks))
                .run();
    }

    private Optional<String> noCallers() {
        if (!answers("dig", "-v")) {
            return Optional.of("dig is not installed: the README's calls need it");
        }
        return answers("grpcurl", "-version")
                ? Optional.empty()
                : Optional.of("grpcurl is not installed: the README's calls need it");
    }

    private Optional<String> noDocker() {
        if (!answers("docker", "info")) {
            return Optional.of("Docker does not answer");
        }
        return answers("docker", "compose", "version") ? Optional.empty() : Optional.of("Docker has no compose 2");
    }

    private Optional<String> noCluster(String context) {
        if (context.isEmpty()) {
            return Optional.of(CONTEXT + " names no cluster");
        }
        return answers("kubectl", "--context", context, "version")
                ? Optional.empty()
                : Optional.of("the cluster of context " + context + " does not answer");
    }

    private boolean answers(String... command) {
        try {
            return new Shell(home, logs.resolve("tools.log"), Map.of())
                            .run(1, List.of(command))
                            .exit()
                    == 0;
        } catch (UncheckedIOException _) {
            return false; // not installed
        }
    }
}
