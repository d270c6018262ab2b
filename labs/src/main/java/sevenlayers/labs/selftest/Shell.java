package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs commands as a user would, and keeps what they said.
 *
 * @param home where they run
 * @param log where what they say is kept
 * @param environment what is set for them, beside our own
 */
record Shell(Path home, Path log, Map<String, String> environment) {

    /**
     * What a command came to.
     *
     * @param exit its exit status
     * @param said both of its outputs
     */
    record Outcome(int exit, String said) {

        /** Its last lines. */
        String end(int lines) {
            List<String> all = said.strip().lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        }
    }

    /** Runs {@code command}, at most {@code minutes}. */
    Outcome run(int minutes, List<String> command) {
        try {
            Path output = Files.createTempFile("lab-test", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            Thread guard = new Thread(() -> end(process));
            Runtime.getRuntime().addShutdownHook(guard);
            boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
            end(process);
            forget(guard);
            String said = Files.readString(output) + (ended ? "" : "\n(not finished after " + minutes + " minutes)");
            Files.delete(output);
            keep(String.join(" ", command), said);
            return new Outcome(ended ? process.exitValue() : -1, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, "interrupted");
        }
    }

    /** Takes the lab down while we are shutting down, when no more hooks can be added. */
    void down(int minutes) {
        try {
            ProcessBuilder builder = new ProcessBuilder("./lab", "down")
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            builder.start().waitFor(minutes, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes old logs away. */
    static void clear(Path logs) {
        try {
            Files.createDirectories(logs);
            try (Stream<Path> files = Files.list(logs)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(String command, String said) throws IOException {
        Files.writeString(
                log, "$ " + command + "\n" + said + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Takes a shutdown hook away. Returns false if we are shutting down: the hook runs. */
    static boolean forget(Thread guard) {
        try {
            return Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
