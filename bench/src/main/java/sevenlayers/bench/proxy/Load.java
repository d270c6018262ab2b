package sevenlayers.bench.proxy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs h2load: small gRPC calls over a few connections, each with many under way.
 *
 * @param h2load the program
 * @param core where it runs
 * @param clients connections
 * @param streams calls under way on each
 */
record Load(Path h2load, int core, int clients, int streams) {
    private static final Pattern DONE =
            Pattern.compile("requests: \\d+ total, \\d+ started, (\\d+) done, (\\d+) succeeded, (\\d+) failed");

    /**
     * What came of it.
     *
     * @param p50Micros of the response times; half of the calls took no longer
     * @param p99Micros likewise, 99 of 100
     */
    record Result(long succeeded, long failed, long p50Micros, long p99Micros) {}

    /** The same program with much under way at once: what it loads has done everything often in the shortest time. */
    Load inBulk() {
        return new Load(h2load, core, 8, 32);
    }

    Result run(int port, int seconds, Path folder) throws IOException, InterruptedException {
        Path message = folder.resolve("message");
        Files.write(message, new byte[] {0, 0, 0, 0, 3, 1, 2, 3});
        Path times = folder.resolve("times");
        Path out = folder.resolve("h2load.out");
        Files.deleteIfExists(times);
        List<String> command = List.of(
                "taskset",
                "-c",
                String.valueOf(core),
                h2load.toString(),
                "--duration=" + seconds,
                "--clients=" + clients,
                "--max-concurrent-streams=" + streams,
                "--log-file=" + times,
                "--data=" + message,
                "--header=content-type: application/grpc",
                "--header=te: trailers",
                "--header=user-agent: grpc-java-netty/1.81.0",
                "http://127.0.0.1:" + port + "/sevenlayers.node.v1.NodeService/Work");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return parse(Files.readString(out, StandardCharsets.UTF_8), times);
    }

    static Result parse(String out, Path times) throws IOException {
        Matcher done = DONE.matcher(out);
        if (!done.find()) {
            throw new IOException("h2load did not say what came of it:\n" + out);
        }
        long[] micros;
        try (Stream<String> lines = Files.exists(times) ? Files.lines(times) : Stream.empty()) {
            // start time, HTTP status, response time in microseconds, with tabs
            micros = lines.map(line -> line.split("\t"))
                    .filter(fields -> fields.length >= 3)
                    .mapToLong(fields -> Long.parseLong(fields[2].strip()))
                    .toArray();
        }
        Arrays.sort(micros);
        return new Result(
                Long.parseLong(done.group(2)),
                Long.parseLong(done.group(3)),
                percentile(micros, 50),
                percentile(micros, 99));
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * (percent / 100.0))];
    }
}
