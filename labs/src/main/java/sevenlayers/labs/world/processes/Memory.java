package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of a process. */
final class Memory {

    private static final String PSS = "Pss:";

    private Memory() {}

    /**
     * Its proportional set size in bytes: its own pages, and its share of those that it shares (proc(5), smaps_rollup). 0 where the system
     * does not tell.
     */
    static long of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(PSS))
                    .findFirst()
                    .map(Memory::kib)
                    .orElse(0L);
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0;
        }
    }

    /** {@code Pss:   104448 kB}; the kernel writes kB and means KiB. */
    static long kib(String line) {
        return Long.parseLong(line.substring(PSS.length()).replace("kB", "").strip()) * 1024;
    }
}
