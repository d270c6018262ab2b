package sevenlayers.bench.proxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process on one core, until it is closed. */
final class Running implements AutoCloseable {
    /** Where Linux counts CPU time in these (proc(5); USER_HZ has been 100 on every machine with a JDK for decades). */
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;

    private Running(Process process) {
        this.process = process;
    }

    /** Starts a server and waits until it listens. */
    static Running start(String name, int core, int port, List<String> command, Map<String, String> more, Path folder)
            throws IOException, InterruptedException {
        Path log = folder.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".out");
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
        pinned.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(pinned)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(more);
        Process process = builder.start();
        Running running = new Running(process);
        // Whoever ends us with Ctrl-C ends it, too.
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        if (!Ports.opens(port, process::isAlive, Duration.ofSeconds(60))) {
            String said = Files.readString(log);
            running.close();
            throw new IOException(name + " did not open its port. It said:\n" + said);
        }
        return running;
    }

    /** CPU time that it has used so far, in user and kernel, of all its threads (taskset has become the program). */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        // The name in brackets may hold anything; utime and stime are fields 14 and 15, the name is field 2.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
