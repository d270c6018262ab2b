package sevenlayers.balancer.simulator;

/**
 * How a backend that joins grows into its weight.
 *
 * @param windowNanos until it has all of it; 0: at once
 * @param aggression the weight grows as time to the power of 1 / this
 * @param minimum the share that it has from the beginning, more than 0
 */
public record Growth(long windowNanos, double aggression, double minimum) {
    /** All at once. */
    public static final Growth NONE = new Growth(0, 1, 1);
}
