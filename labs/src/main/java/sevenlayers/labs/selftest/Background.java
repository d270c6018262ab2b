package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs while others do, with a person's hands on its input. It ends with us, and when it is closed. */
final class Background implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 50;

    private final Shell shell;
    private final String command;
    private final Path output;
    private final Process process;
    private final Thread guard;

    private Background(Shell shell, String command, Path output, Process process) {
        this.shell = shell;
        this.command = command;
        this.output = output;
        this.process = process;
        this.guard = new Thread(this::end, "end " + command);
        Runtime.getRuntime().addShutdownHook(guard);
    }

    static Background start(Shell shell, List<String> command) {
        try {
            Path output = Files.createTempFile("lab-test", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(shell.home().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(shell.environment());
            return new Background(shell, String.join(" ", command), output, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said {@code words}. */
    void awaits(String words) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!said().contains(words)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw answered().broken("\"" + words + "\"", process.isAlive() ? "nothing of it yet" : "its end");
            }
            pause();
        }
    }

    /** Types a line. */
    void types(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException _) {
            // It has ended: its answer says how.
        }
    }

    /** Nothing more will be typed. */
    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // It has ended.
        }
    }

    /** Waits for its end, at most {@code minutes}, and ends it then. */
    Answered ends(int minutes) {
        boolean ended;
        try {
            ended = process.waitFor(minutes, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            ended = false;
        }
        end();
        Answered answered = ended
                ? answered()
                : new Answered(command, -1, said() + "\n(not finished after " + minutes + " minutes)");
        shell.keep(answered);
        return answered;
    }

    @Override
    public void close() {
        end();
        Shell.forget(guard);
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answered answered() {
        return new Answered(command, process.isAlive() ? -1 : process.exitValue(), said());
    }

    private String said() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Broken("interrupted");
        }
    }
}
