package sevenlayers.balancer.health;

import java.time.Duration;

/**
 * How a backend that is new or comes back gets its share little by little.
 *
 * @param window how long until it has its full weight; 0: at once
 * @param aggression 1: a straight line; more: quicker at first
 * @param minimumPercent the least share of its full weight from the beginning
 */
public record SlowStart(Duration window, double aggression, int minimumPercent) {
    /** From the start: at once. */
    public static final SlowStart STARTING = new SlowStart(Duration.ZERO, 1, 10);

    /** The part of its full weight that a backend has so long after its start: more than 0, and 1 from the end of the window on. */
    public double share(long passedNanos) {
        if (passedNanos >= window.toNanos()) {
            return 1;
        }
        // weight = full weight * (passed / window)^(1 / aggression)
        double grown = StrictMath.pow((double) passedNanos / window.toNanos(), 1 / aggression);
        return Math.max(minimumPercent / 100.0, grown);
    }
}
