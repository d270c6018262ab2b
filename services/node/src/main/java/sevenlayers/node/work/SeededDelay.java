package sevenlayers.node.work;

/**
 * A distribution of waits and the seed of its draws: the same pair gives the same waits in the same order.
 *
 * @param delay the distribution
 * @param seed any number; zero is a seed like any other
 */
public record SeededDelay(Delay delay, long seed) {

    /** No wait. */
    public static final SeededDelay NONE = new SeededDelay(Delay.NONE, 0);
}
