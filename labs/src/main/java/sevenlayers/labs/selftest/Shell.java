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

    /** Runs {@code command}, at most {@code minutes}. */
    Answered run(int minutes, List<String> command) {
        try (Background running = Background.start(this, command)) {
            running.closeInput();
            return running.ends(minutes);
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

    /** Adds to the log what a command answered. */
    void keep(Answered answered) {
        try {
            Files.writeString(
                    log,
                    "$ " + answered.command() + "\n" + answered.said() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a shutdown hook away. Returns false if we are shutting down: the hook runs. */
    static boolean forget(Thread guard) {
        try {
            return Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException _) {
            return false;
        }
    }
}
