package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
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
        return List.of(
                new Part("unit tests", "", Optional::empty, this::unit),
                new Part("processes world, in JUnit", "processes", Optional::empty, junit("world")),
                new Part(
                        "processes",
                        "processes",
                        this::noGrpcurl,
                        trial("processes", WorldKind.PROCESSES, List.of(), Map.of())),
                new Part(
                        "processes on one loopback address",
                        "processes",
                        this::noGrpcurl,
                        trial("one-loopback", WorldKind.PROCESSES, List.of(), Map.of("LAB_ONE_LOOPBACK", "1"))),
                new Part(
                        "containers",
                        "containers",
                        () -> noDocker().or(this::noGrpcurl),
                        trial("containers", WorldKind.CONTAINERS, List.of("--containers"), Map.of())),
                new Part("containers world, in JUnit", "containers", this::noDocker, junit("containers")),
                new Part(
                        "cluster",
                        "cluster",
                        () -> noCluster(context).or(this::noGrpcurl),
                        trial("cluster", WorldKind.CLUSTER, List.of("--cluster", "--context", context), Map.of())));
    }

    private Optional<String> unit() {
        try {
            new Builder(home, terminal).verifyAll();
            return Optional.empty();
        } catch (BuildFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The tests that plain builds leave out, by their group. */
    private Supplier<Optional<String>> junit(String group) {
        return () -> {
            List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "package", "-pl", "labs", "-am"));
            command.addAll(List.of(
                    "-Dlabs.excluded=none",
                    "-Dgroups=" + group,
                    "-Dtest=sevenlayers.labs.**",
                    "-Dsurefire.failIfNoSpecifiedTests=false"));
            FileTime start = FileTime.from(Instant.now().truncatedTo(ChronoUnit.SECONDS));
            Shell.Outcome outcome = new Shell(
                            home,
                            logs.resolve("junit-" + group + ".log"),
                            Map.of("JAVA_HOME", System.getProperty("java.home")))
                    .run(20, command);
            if (outcome.exit() != 0) {
                return Optional.of(outcome.end(30));
            }
            return ranSince(start, home.resolve("labs/target/surefire-reports"))
                    ? Optional.empty()
                    : Optional.of("no test of the group " + group + " was run");
        };
    }

    /** Whether {@code reports} hold a test that was run, and not skipped, since {@code start}. */
    static boolean ranSince(FileTime start, Path reports) {
        if (!Files.isDirectory(reports)) {
            return false;
        }
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".xml")).toList()) {
                String report = Files.readString(file);
                if (Files.getLastModifiedTime(file).compareTo(start) >= 0
                        && report.split("<testcase ", -1).length > report.split("<skipped", -1).length) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Supplier<Optional<String>> trial(
            String name, WorldKind world, List<String> flags, Map<String, String> settings) {
        Consumer<String> say = what -> terminal.line("    " + what);
        return () -> new WorldTrial(home, logs.resolve(name + ".log"), world, flags, settings, known, say).run();
    }

    private Optional<String> noGrpcurl() {
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
        } catch (java.io.UncheckedIOException _) {
            return false; // not installed
        }
    }
}
