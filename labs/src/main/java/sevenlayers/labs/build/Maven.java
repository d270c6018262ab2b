package sevenlayers.labs.build;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Runs Maven, keeps its log, and ends it with us. */
final class Maven {

    private final Path repository;
    private final Path log;

    /**
     * Maven over {@code repository}.
     *
     * @param log where its output goes
     */
    Maven(Path repository, Path log) {
        this.repository = repository;
        this.log = log;
    }

    /** Whether there is a Maven to run. */
    static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(java.io.File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "mvn"))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Packages {@code modules} and what they are built on, without running tests.
     *
     * @throws BuildFailed with Maven's errors
     */
    void pack(Collection<Module> modules, Consumer<MavenProgress> progress) {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "package", "-DskipTests", "-am", "-pl"));
        command.add(String.join(",", modules.stream().map(Module::folder).toList()));
        run(command, modules.size(), progress);
    }

    /**
     * Packages every module and runs all tests.
     *
     * @throws BuildFailed with Maven's errors
     */
    void verify(Consumer<MavenProgress> progress) {
        run(List.of("mvn", "-B", "verify"), Module.ALL.size(), progress);
    }

    private void run(List<String> command, int modules, Consumer<MavenProgress> progress) {
        MavenProgress state = new MavenProgress(modules);
        int exit;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(repository.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1", (set, ours) -> set);
            Process process = builder.start();
            Thread guard = Thread.ofPlatform().unstarted(() -> end(process));
            Runtime.getRuntime().addShutdownHook(guard);
            try {
                follow(process, state, progress);
                exit = process.waitFor();
            } finally {
                end(process);
                forget(guard);
            }
        } catch (IOException e) {
            throw new BuildFailed("Maven could not be run: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BuildFailed("The build was interrupted.");
        }
        if (exit != 0) {
            throw new BuildFailed(sentence(state));
        }
    }

    private void follow(Process process, MavenProgress state, Consumer<MavenProgress> progress) throws IOException {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter kept = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                kept.write(line);
                kept.newLine();
                if (state.take(line)) {
                    progress.accept(state);
                }
            }
        }
    }

    private String sentence(MavenProgress state) {
        StringBuilder text = new StringBuilder("The build failed")
                .append(state.module().isEmpty() ? "" : " in " + state.module())
                .append(".\n");
        state.errors().forEach(error -> text.append("  ").append(error).append('\n'));
        return text.append("Maven's whole log: ")
                .append(repository.relativize(log))
                .toString();
    }

    /** Maven is a script that starts a JVM: end both. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static void forget(Thread guard) {
        try {
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException _) {
            // We are shutting down: the hook runs.
        }
    }
}
