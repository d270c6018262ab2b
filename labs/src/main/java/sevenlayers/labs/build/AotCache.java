package sevenlayers.labs.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command's own AOT cache (JEP 514): a rehearsal of what it and the agent do shows the JVM which classes they need, and later runs
 * have them loaded and linked from the start. The script {@code lab} uses it while it is newer than the jar.
 */
final class AotCache {

    private static final int SECONDS = 120;

    private final Path target;

    AotCache(Path repository) {
        this.target = repository.resolve("labs/target");
    }

    /** Makes it if it is not there, or older than the jar. The command works without, so a failure is none. */
    void make() {
        Path jar = target.resolve("labs.jar");
        Path cache = target.resolve("lab.aot");
        try {
            if (!Files.exists(jar)
                    || (Files.exists(cache)
                            && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0)) {
                return;
            }
            Files.deleteIfExists(cache);
            Process rehearsal = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:AOTCacheOutput=" + cache,
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-jar",
                            jar.toString(),
                            "rehearse"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread guard = new Thread(() -> end(rehearsal));
            Runtime.getRuntime().addShutdownHook(guard);
            if (!rehearsal.waitFor(SECONDS, TimeUnit.SECONDS)) {
                end(rehearsal);
            }
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IOException _) {
            // Slower by some tenths of a second, that is all.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JVM that rehearses starts another one that writes the cache: end both. */
    private static void end(Process rehearsal) {
        rehearsal.descendants().forEach(ProcessHandle::destroyForcibly);
        rehearsal.destroyForcibly();
    }
}
