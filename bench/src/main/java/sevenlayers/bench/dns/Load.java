package sevenlayers.bench.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Questions by dnsperf, as many as are answered. */
final class Load {
    private static final Pattern RATE = Pattern.compile("Queries per second:\\s+([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("Average Latency \\(s\\):\\s+([0-9.]+)");
    private static final Pattern LOST = Pattern.compile("Queries lost:\\s+(\\d+)");

    /** What came of it: answers a second, microseconds that one took, questions without an answer. */
    record Result(double perSecond, double latencyMicros, long lost) {}

    private Load() {}

    static Result run(Server server, Path questions, double seconds) throws IOException, InterruptedException {
        Process dnsperf = new ProcessBuilder(
                        "dnsperf",
                        "-s",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(server.port()),
                        "-d",
                        questions.toString(),
                        "-l",
                        String.valueOf(seconds),
                        "-c",
                        "8",
                        "-q",
                        "200",
                        "-t",
                        "5")
                .redirectErrorStream(true)
                .start();
        String said = new String(dnsperf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (dnsperf.waitFor() != 0) {
            throw new IOException("dnsperf failed:\n" + said);
        }
        return new Result(number(RATE, said), 1e6 * number(LATENCY, said), (long) number(LOST, said));
    }

    private static double number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("dnsperf did not say " + pattern + ":\n" + text);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
