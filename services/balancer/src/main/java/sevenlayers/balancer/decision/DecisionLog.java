package sevenlayers.balancer.decision;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.Choice;

/**
 * The last decisions of all listeners, in a ring of fixed size.
 *
 * <p>Writing takes no lock and never waits for a reader. A reader that is too slow finds its place overwritten and goes on with
 * the oldest decision that is left: the gap in the numbers tells it what it missed.
 */
public final class DecisionLog {
    /** Decisions that are kept. */
    public static final int CAPACITY = 1_000;

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();
    private final AtomicReferenceArray<Decision> ring = new AtomicReferenceArray<>(CAPACITY);
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /** An empty log that takes its times from the clock. */
    public DecisionLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes a decision of L7 and tells the watchers that there is something to read. */
    public void record(
            Layer layer,
            InetSocketAddress client,
            String path,
            Choice choice,
            @Nullable String again,
            Snapshot snapshot) {
        record(layer, client, path, "", choice, again, snapshot);
    }

    /** Notes a decision, with the name of the server if TLS says one, and tells the watchers that there is something to read. */
    public void record(
            Layer layer,
            InetSocketAddress client,
            String path,
            String serverName,
            Choice choice,
            @Nullable String again,
            Snapshot snapshot) {
        long number = last.incrementAndGet();
        Decision decision =
                new Decision(number, clock.instant(), layer, client, path, serverName, choice, again, snapshot);
        // A writer that was held up for a whole round must not put its old decision in place of a newer one.
        ring.accumulateAndGet(
                slot(number), decision, (old, ours) -> old == null || old.number() < ours.number() ? ours : old);
        for (Runnable watcher : watchers) {
            watcher.run();
        }
    }

    /**
     * A reader that begins with the last decisions of the past.
     *
     * @param past how many that are wanted, 0 to {@link #CAPACITY}; fewer if not as many are kept
     * @param wanted which ones count; the reader gives the others, too
     */
    public Reader reader(int past, Predicate<Decision> wanted) {
        long newest = last.get();
        long oldest = Math.max(0, newest - CAPACITY);
        long read = newest;
        for (int found = 0; found < past && read > oldest; read--) {
            Decision decision = ring.get(slot(read));
            if (decision != null && decision.number() == read && wanted.test(decision)) {
                found++;
            }
        }
        return new Reader(read);
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

    /** One reader's place in the log; used by one thread at a time. */
    public final class Reader {
        private long read;

        private Reader(long read) {
            this.read = read;
        }

        /** The next decision, or null if there is none yet. */
        public @Nullable Decision next() {
            long newest = last.get();
            read = Math.max(read, newest - CAPACITY);
            while (read < newest) {
                Decision decision = ring.get(slot(read + 1));
                if (decision == null || decision.number() <= read) {
                    // Its number is taken but it is not in its place yet: its writer will tell the watchers once it is.
                    return null;
                }
                read++;
                if (decision.number() == read) {
                    return decision;
                }
                // Overwritten while we read: that one is lost, the next may still be there.
            }
            return null;
        }
    }

    private static int slot(long number) {
        return (int) (number % CAPACITY);
    }
}
