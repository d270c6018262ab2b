package sevenlayers.client.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** Counts calls: by status, by pod, by connection, and their latencies. Not for several threads. */
public final class Tally {

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final String OK = "OK";

    private final Map<String, Long> statuses = new HashMap<>();
    private final Map<String, PodCounter> pods = new TreeMap<>();
    private final Map<Line, LineCounter> lines = new LinkedHashMap<>();
    private final Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
    private long firstStartNanos = Long.MAX_VALUE;
    private long lastEndNanos = Long.MIN_VALUE;

    /** Counts one call. */
    public void add(Ended call) {
        statuses.merge(call.status(), 1L, Long::sum);
        if (!call.pod().isEmpty()) {
            pods.computeIfAbsent(call.pod(), _ -> new PodCounter()).add(call.podConnection());
        }
        if (!call.clientAddress().isEmpty()) {
            lines.computeIfAbsent(
                            new Line(call.channel(), call.clientAddress(), call.dialedAddress()),
                            _ -> new LineCounter())
                    .add(call.pod());
        }
        latencies.recordValue(Math.max(0, call.latencyMicros()));
        firstStartNanos = Math.min(firstStartNanos, call.startedNanos());
        lastEndNanos = Math.max(lastEndNanos, call.endedNanos());
    }

    /** Calls counted so far. */
    public long calls() {
        return latencies.getTotalCount();
    }

    /** Calls that ended with OK. */
    public long ok() {
        return statuses.getOrDefault(OK, 0L);
    }

    /** Calls by status, most frequent first. */
    public List<ByStatus> byStatus() {
        return statuses.entrySet().stream()
                .map(entry -> new ByStatus(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(ByStatus::calls).reversed().thenComparing(ByStatus::status))
                .toList();
    }

    /** Answers by pod, in the order of their names. */
    public List<ByPod> byPod() {
        return pods.entrySet().stream()
                .map(entry -> new ByPod(
                        entry.getKey(),
                        entry.getValue().calls,
                        entry.getValue().connections.size()))
                .toList();
    }

    /** Calls by connection of this client, in the order in which the connections were first used. */
    public List<ByConnection> byConnection() {
        return lines.entrySet().stream()
                .map(entry -> new ByConnection(
                        entry.getKey().channel,
                        entry.getKey().clientAddress,
                        entry.getKey().dialedAddress,
                        List.copyOf(entry.getValue().pods),
                        entry.getValue().calls))
                .toList();
    }

    /** The latencies of all calls; all zero before the first. */
    public Latencies latencies() {
        return calls() == 0
                ? new Latencies(0, 0, 0, 0, 0, 0, 0)
                : new Latencies(
                        latencies.getMinValue(),
                        Math.round(latencies.getMean()),
                        latencies.getValueAtPercentile(50),
                        latencies.getValueAtPercentile(90),
                        latencies.getValueAtPercentile(99),
                        latencies.getValueAtPercentile(99.9),
                        latencies.getMaxValue());
    }

    /** From the first call's start to the last one's end, in microseconds. */
    public long elapsedMicros() {
        return calls() == 0 ? 0 : (lastEndNanos - firstStartNanos) / 1_000;
    }

    /** Calls that ended with one status. */
    public record ByStatus(String status, long calls) {}

    /** Calls that one pod answered, and the connections that they came in on. */
    public record ByPod(String pod, long calls, int connections) {}

    /** Calls that one connection of this client carried, and the pods that answered over it. */
    public record ByConnection(
            int channel, String clientAddress, String dialedAddress, List<String> pods, long calls) {}

    /** A distribution, in microseconds, to three significant digits. */
    public record Latencies(long min, long mean, long p50, long p90, long p99, long p999, long max) {}

    private record Line(int channel, String clientAddress, String dialedAddress) {}

    private static final class PodCounter {
        private final Set<Long> connections = new HashSet<>();
        private long calls;

        void add(long connection) {
            calls++;
            connections.add(connection);
        }
    }

    private static final class LineCounter {
        private final Set<String> pods = new TreeSet<>();
        private long calls;

        void add(String pod) {
            calls++;
            if (!pod.isEmpty()) {
                pods.add(pod);
            }
        }
    }
}
