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
    private static final double SECOND_NANOS = 1e9;

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

    /**
     * Takes in that a call failed after {@code tookNanos}.
     *
     * <p>A backend that fails at once would look fast and draw all traffic. So a failure counts as twice the present average, up to a
     * second, and never as less than it took or than the average: one failure halves a backend's share, each further one in a row halves
     * it again, and one second is where the slowest backends are. Of a backend that has never answered nothing is known, so it begins with
     * the whole second. Finagle marks such a node dead instead ({@code FailureAccrual}); here that is outlier ejection, which may be off.
     */
    public void observeFailure(long nowNanos, long tookNanos) {
        double now = isKnown() ? nanos(nowNanos) : SECOND_NANOS;
        observe(nowNanos, Math.max(tookNanos, (long) Math.max(now, Math.min(2 * now, SECOND_NANOS))));
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
