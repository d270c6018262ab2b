package sevenlayers.balancer.backend;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A moving average of a backend's latency that believes bad news at once and good news slowly: peak EWMA.
 *
 * <p>The average is weighted by time, not by count: what was seen {@code decay} ago counts 1/e of what is seen now. A latency above the
 * average replaces it. Reading changes nothing; the clock is the caller's.
 *
 * <p>[1] Finagle, {@code com.twitter.finagle.loadbalancer.PeakEwma}: cost = EWMA × (outstanding + 1), the peak rule, the decay.
 */
public final class PeakEwma {
    /** The average at a moment; empty before the first latency. */
    private record Point(long atNanos, double nanos) {}

    private volatile double decayNanos;
    private final AtomicReference<Point> last = new AtomicReference<>(new Point(Long.MIN_VALUE, Double.NaN));

    /**
     * An average of nothing yet.
     *
     * @param decay after which an observation counts 1/e
     */
    public PeakEwma(Duration decay) {
        this.decayNanos = positive(decay).toNanos();
    }

    /** Forgets faster or more slowly from now on. */
    public void decayAfter(Duration decay) {
        decayNanos = positive(decay).toNanos();
    }

    /** Takes in a latency that became known at {@code nowNanos}. */
    public void observe(long nowNanos, long tookNanos) {
        last.accumulateAndGet(new Point(nowNanos, tookNanos), (old, seen) -> {
            if (Double.isNaN(old.nanos()) || seen.nanos() >= at(old, seen.atNanos())) {
                return seen;
            }
            double weight = Math.exp(-Math.max(0, seen.atNanos() - old.atNanos()) / decayNanos);
            long now = Math.max(old.atNanos(), seen.atNanos());
            return new Point(now, old.nanos() * weight + seen.nanos() * (1 - weight));
        });
    }

    /** Whether anything has been observed. */
    public boolean isKnown() {
        return !Double.isNaN(last().nanos());
    }

    /** The average now; it fades while nothing is observed, so that an avoided backend is tried again. NaN before the first latency. */
    public double nanos(long nowNanos) {
        return at(last(), nowNanos);
    }

    private static Duration positive(Duration decay) {
        if (!decay.isPositive()) {
            throw new IllegalArgumentException("the decay is " + decay + "; allowed: more than 0");
        }
        return decay;
    }

    private Point last() {
        return Objects.requireNonNull(last.get());
    }

    private double at(Point point, long nowNanos) {
        return point.nanos() * Math.exp(-Math.max(0, nowNanos - point.atNanos()) / decayNanos);
    }
}
