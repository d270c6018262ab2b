package sevenlayers.balancer.health;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Transition;
import sevenlayers.balancer.decision.Layer;

/**
 * The last events of all listeners. Written off the data path and seldom, so a lock does; a reader that is too slow holds nobody up, goes
 * on with the oldest event that is left, and is told how many it missed.
 */
public final class HealthLog {
    /** Events that are kept. */
    public static final int CAPACITY = 1_000;

    private final InstantSource clock;
    private final Deque<HealthEvent> events = new ArrayDeque<>();
    private final Map<Layer, Long> counts = new EnumMap<>(Layer.class);
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /** An empty log that takes its times from the clock. */
    public HealthLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes an event and tells the watchers that there is something to read. */
    public void record(Layer layer, Transition what) {
        synchronized (this) {
            long ofLayer = counts.merge(layer, 1L, Long::sum);
            long number = counts.values().stream().mapToLong(count -> count).sum();
            if (events.size() == CAPACITY) {
                events.removeFirst();
            }
            events.addLast(new HealthEvent(number, ofLayer, clock.instant(), layer, what));
        }
        watchers.forEach(Runnable::run);
    }

    /**
     * A reader that begins with the last events of the past.
     *
     * @param past how many, 0 to {@link #CAPACITY}; fewer if not as many are kept
     * @param layers whose events it reads
     */
    public synchronized Reader reader(int past, Set<Layer> layers) {
        long now = layers.stream()
                .mapToLong(layer -> counts.getOrDefault(layer, 0L))
                .sum();
        List<HealthEvent> wanted = new ArrayList<>(events);
        wanted.removeIf(event -> !layers.contains(event.layer()));
        return new Reader(layers, now - Math.min(past, wanted.size()));
    }

    /** Runs the watcher after each event, on the thread that made it: it must be quick. Ends when the handle is closed. */
    public Watch watch(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Ends a watch. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * An event, and how many of those that the reader reads were lost just before it.
     *
     * @param missed 0 for a reader that keeps up
     */
    public record Read(HealthEvent event, long missed) {}

    /** One reader's place in the log; used by one thread at a time. */
    public final class Reader {
        private final Set<Layer> layers;
        private long read; // of its layers' events

        private Reader(Set<Layer> layers, long read) {
            this.layers = Set.copyOf(layers);
            this.read = read;
        }

        /** The next event, or null if there is none yet. */
        public @Nullable Read next() {
            synchronized (HealthLog.this) {
                for (HealthEvent event : events) {
                    long place = layers.size() == 1 ? event.ofLayer() : event.number();
                    if (layers.contains(event.layer()) && place > read) {
                        long missed = place - read - 1;
                        read = place;
                        return new Read(event, missed);
                    }
                }
                return null;
            }
        }
    }
}
