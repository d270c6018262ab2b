package sevenlayers.balancer.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how each kind of call ended, and whether each ended once. */
final class Tally {
    private final Map<String, Map<String, Long>> endings = new TreeMap<>();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    void start() {
        started.incrementAndGet();
    }

    /** One that had been started is over. */
    void end(String kind, String how) {
        ended.incrementAndGet();
        synchronized (endings) {
            endings.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(how, 1L, Long::sum);
        }
    }

    /** It ended twice, or with an answer that is not its own. */
    void wrong() {
        wrong.incrementAndGet();
    }

    long started() {
        return started.get();
    }

    long open() {
        return started.get() - ended.get();
    }

    long wrongs() {
        return wrong.get();
    }

    long ok() {
        synchronized (endings) {
            return endings.values().stream()
                    .mapToLong(each -> each.getOrDefault("OK", 0L))
                    .sum();
        }
    }

    String table() {
        StringBuilder table = new StringBuilder();
        synchronized (endings) {
            endings.forEach((kind, how) -> {
                long all = how.values().stream().mapToLong(Long::longValue).sum();
                table.append(String.format("  %-24s %9d", kind, all));
                how.forEach((name, count) ->
                        table.append("  ").append(name).append(' ').append(count));
                table.append('\n');
            });
        }
        return table.toString();
    }
}
