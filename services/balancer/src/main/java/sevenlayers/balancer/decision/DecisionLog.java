package sevenlayers.balancer.decision;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.Choice;

/**
 * The last decisions of all listeners, in a ring of fixed size.
 *
 * <p>Writing takes no lock and never waits for a reader. A reader that is too slow finds its place overwritten and goes on with
 * the oldest decision that is left; it is told how many it missed.
 */
public final class DecisionLog {
    /** Decisions that are kept. */
    public static final int CAPACITY = 1_000;

    /** Characters of a path that are kept. A client may send many thousands, a thousand times. */
    static final int PATH = 200;

    private final InstantSource clock;
    private final AtomicReference<Counts> last = new AtomicReference<>(new Counts(0, 0));
    private final AtomicReferenceArray<Decision> ring = new AtomicReferenceArray<>(CAPACITY);
    private final Map<Layer, Candidates> candidates =
            new EnumMap<>(Map.of(Layer.L4, new Candidates(), Layer.L7, new Candidates()));
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /** An empty log that takes its times from the clock. */
    public DecisionLog(InstantSource clock) {
        this.clock = clock;
    }

    /** The time now, by the log's clock. */
    public Instant now() {
        return clock.instant();
    }

    /** Notes a decision that is made now, and tells the watchers that there is something to read. */
    public void record(
            Layer layer,
            InetSocketAddress client,
            String path,
            Choice choice,
            @Nullable String again,
            Snapshot snapshot) {
        record(now(), layer, client, path, "", choice, again, snapshot);
    }

    /**
     * Notes a decision that was made a moment ago, and tells the watchers that there is something to read.
     *
     * @param at when it was made, as {@link #now} said then
     * @param serverName what the decision has waited for: the name of the server, if TLS says one; else empty
     */
    public void record(
            Instant at,
            Layer layer,
            InetSocketAddress client,
            String path,
            String serverName,
            Choice choice,
            @Nullable String again,
            Snapshot snapshot) {
        Counts counts = last.updateAndGet(before -> before.plus(layer));
        Decision decision = new Decision(
                counts,
                at,
                layer,
                client,
                path.length() <= PATH ? path : path.substring(0, PATH) + "…",
                serverName,
                choice,
                again,
                Objects.requireNonNull(candidates.get(layer)).shared(snapshot.candidates()));
        // A writer that was held up for a whole round must not put its old decision in place of a newer one.
        ring.accumulateAndGet(
                slot(counts.all()), decision, (old, ours) -> old == null || old.number() < ours.number() ? ours : old);
        for (Runnable watcher : watchers) {
            watcher.run();
        }
    }

    /**
     * A reader that begins with the last decisions of the past.
     *
     * @param past how many that are wanted, 0 to {@link #CAPACITY}; fewer if not as many are kept
     * @param layers whose decisions it gives
     */
    public Reader reader(int past, Set<Layer> layers) {
        Counts newest = counts();
        long oldest = Math.max(0, newest.all() - CAPACITY);
        long read = newest.all();
        long before = newest.of(layers);
        for (int found = 0; found < past && read > oldest; read--) {
            Decision decision = ring.get(slot(read));
            if (decision != null && decision.number() == read) {
                boolean wanted = layers.contains(decision.layer());
                found += wanted ? 1 : 0;
                before = decision.counts().of(layers) - (wanted ? 1 : 0);
            }
        }
        return new Reader(EnumSet.copyOf(layers), read, before);
    }

    /** Runs the watcher after each decision, on the thread that decided: it must be quick. Ends when the handle is closed. */
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
     * A decision that a reader gets.
     *
     * @param missed of those that it reads, how many came between the last one it got and this one, and are lost
     */
    public record Read(Decision decision, long missed) {}

    /** One reader's place in the log; used by one thread at a time. */
    public final class Reader {
        private final Set<Layer> layers;
        private long read;
        private long given;

        /**
         * A place.
         *
         * @param read the number of the last decision that it does not want or has had
         * @param given how many of its layers' decisions there were until then
         */
        private Reader(Set<Layer> layers, long read, long given) {
            this.layers = layers;
            this.read = read;
            this.given = given;
        }

        /** The next decision, or null if there is none yet. */
        public @Nullable Read next() {
            long newest = counts().all();
            read = Math.max(read, newest - CAPACITY);
            while (read < newest) {
                Decision decision = ring.get(slot(read + 1));
                if (decision == null || decision.number() <= read) {
                    // Its number is taken but it is not in its place yet: its writer will tell the watchers once it is.
                    return null;
                }
                read++;
                // If it was overwritten while we read, that one is lost, and the next may still be there.
                if (decision.number() == read && layers.contains(decision.layer())) {
                    long missed = decision.counts().of(layers) - given - 1;
                    given = decision.counts().of(layers);
                    return new Read(decision, missed);
                }
            }
            return null;
        }
    }

    private Counts counts() {
        return Objects.requireNonNull(last.get());
    }

    private static int slot(long number) {
        return (int) (number % CAPACITY);
    }
}
