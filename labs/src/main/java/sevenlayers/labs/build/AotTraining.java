package sevenlayers.labs.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs once to be watched (JEP 514): what it loads and links is kept in an AOT cache, and later JVMs have it from the start. A
 * program works without its cache, only slower, so a training that fails is no failure of the build.
 *
 * @param jar what is run; a cache that is older than it is of no use
 * @param cache what is left
 * @param flags of the JVM; the cache holds for these only
 */
record AotTraining(Path jar, Path cache, List<String> flags) {

    /** Long enough for a machine that has much else to do. */
    private static final int SECONDS = 120;

    /** What is done with the program while it is watched; it is ended afterwards if it has not ended by itself. */
    @FunctionalInterface
    interface Exercise {
        void with(Process program) throws IOException, InterruptedException;
    }

    /** Whether there is something to run, and no cache of it yet. */
    boolean isDue() throws IOException {
        return Files.exists(jar)
                && !(Files.exists(cache)
                        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0);
    }

    /** Runs it and leaves the cache, or nothing. */
    void run(Map<String, String> environment, List<String> arguments, Exercise exercise) {
        Path part = cache.resolveSibling(cache.getFileName() + ".part");
        try {
            Files.deleteIfExists(cache);
            Process program = start(part, environment, arguments);
            Thread guard = new Thread(() -> end(program));
            Runtime.getRuntime().addShutdownHook(guard);
            try {
                exercise.with(program);
                program.destroy();
                if (program.waitFor(SECONDS, TimeUnit.SECONDS) && Files.exists(part)) {
                    Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                end(program);
                Runtime.getRuntime().removeShutdownHook(guard);
                Files.deleteIfExists(part);
            }
        } catch (IOException | IllegalStateException _) {
            // Slower by a second or less, that is all; or we are being ended.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start(Path part, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-XX:AOTCacheOutput=" + part.toAbsolutePath());
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("LAB_") || name.startsWith("QUARKUS_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The JVM that is watched starts another one that writes the cache: end both. */
    private static void end(Process program) {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
    }
}
