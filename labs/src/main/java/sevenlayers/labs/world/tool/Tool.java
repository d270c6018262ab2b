package sevenlayers.labs.world.tool;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sevenlayers.labs.world.WorldException;

/**
 * A command line program of this machine.
 *
 * <p>A run gets no standard input, so that it never waits for an answer that nobody can give, and it ends with the thread that waits for
 * it: an interrupted run leaves no program behind.
 *
 * @param program its name, found on the path, or its file
 * @param directory where it runs
 * @param environment what it is told beyond this process's own environment
 */
public record Tool(String program, Path directory, Map<String, String> environment) {

    /** Long enough for a build on a slow machine; what hangs is ended all the same. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** For a program that was told to end. */
    private static final int LAST_WORDS_SECONDS = 5;

    private static final File NOTHING = new File("/dev/null");

    /** Those that run; what we start does not outlive us. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Tool::tell), "end tools"));
    }

    /**
     * Not virtual threads: a read from a pipe holds the thread that carries one, and a few programs that are silent for minutes (a
     * port-forward, logs that are followed) would leave none for all the other virtual threads of the agent.
     */
    private static final Executor READERS = reading -> reader(reading).start();

    public Tool {
        environment = Map.copyOf(environment);
    }

    /** Whether the machine has it. */
    public boolean present() {
        return program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs it to its end. */
    public Answer run(String... arguments) {
        return run(PATIENCE, List.of(arguments));
    }

    /** Runs it to its end. */
    public Answer run(List<String> arguments) {
        return run(PATIENCE, arguments);
    }

    /**
     * Runs it to its end, or for {@code limit}.
     *
     * @throws WorldException it is not there, or did not end in time
     */
    public Answer run(Duration limit, List<String> arguments) {
        Process process = start(arguments, false);
        try {
            CompletableFuture<String> out =
                    CompletableFuture.supplyAsync(() -> read(process.getInputStream()), READERS);
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), READERS);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WorldException("`" + line(arguments) + "` did not end within " + limit.toSeconds()
                        + " s and was stopped. Run it by hand to see what it waits for.");
            }
            return new Answer(line(arguments), process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("`" + line(arguments) + "` was interrupted.", e);
        } finally {
            end(process);
        }
    }

    /** Runs it until it ends or the thread is interrupted, and hands over each line of its outputs as it comes. */
    public void follow(List<String> arguments, Consumer<String> line) {
        Process process = start(arguments, true);
        Thread reader = reader(() -> lines(process.getInputStream(), line));
        reader.start();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end(process);
        }
    }

    private Process start(List<String> arguments, boolean together) {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(program), arguments.stream()).toList())
                .directory(directory.toFile())
                .redirectInput(NOTHING)
                .redirectErrorStream(together);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            RUNNING.add(process);
            return process;
        } catch (IOException e) {
            throw new WorldException("There is no `" + program + "` on the path. Install it, or correct PATH.", e);
        }
    }

    private static Thread reader(Runnable reading) {
        return Thread.ofPlatform().name("reader").daemon().unstarted(reading);
    }

    private String line(List<String> arguments) {
        return String.join(
                " ", Stream.concat(Stream.of(program), arguments.stream()).toList());
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void lines(InputStream stream, Consumer<String> line) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(line);
        } catch (IOException | UncheckedIOException _) {
            // The program was ended while it wrote: what it had to say is over.
        }
    }

    /** Also the programs that it started: {@code docker compose} is two. Waits, so that what is ended is gone when we return. */
    private static void end(Process process) {
        RUNNING.remove(process);
        if (process.isAlive()) {
            tell(process);
            // Not waitFor: this thread may be the interrupted one.
            process.onExit()
                    .completeOnTimeout(process, LAST_WORDS_SECONDS, TimeUnit.SECONDS)
                    .join();
            process.destroyForcibly();
        }
    }

    private static void tell(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
