package sevenlayers.balancer.l4;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes pairs on which nothing moves. One timer looks at them all now and then: a timer for each would cost more memory than the
 * pair, and more time than the bytes that it would be set back for.
 */
final class IdleSweep implements AutoCloseable {
    /** A pair is closed at most this share of the limit too late. */
    private static final int LOOKS_PER_LIMIT = 10;

    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final long limitNanos;
    private @Nullable Future<?> timer;

    IdleSweep(Duration limit) {
        limitNanos = limit.toNanos();
    }

    void start(EventLoop loop) {
        long every = Math.clamp(limitNanos / LOOKS_PER_LIMIT, 1_000_000, TimeUnit.SECONDS.toNanos(30));
        timer = loop.scheduleWithFixedDelay(() -> sweep(System.nanoTime()), every, every, TimeUnit.NANOSECONDS);
    }

    void add(Pair pair) {
        pairs.add(pair);
    }

    void remove(Pair pair) {
        pairs.remove(pair);
    }

    void sweep(long nowNanos) {
        for (Pair pair : pairs) {
            if (pair.idleNanos(nowNanos) >= limitNanos) {
                pair.close();
            }
        }
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
