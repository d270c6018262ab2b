package sevenlayers.balancer.decision;

import java.util.Set;

/**
 * How many decisions there have been, this one included. The two are counted in one step, so that a number says how many of each layer came
 * before it.
 *
 * @param l4 on L4
 * @param l7 on L7
 */
record Counts(long l4, long l7) {
    /** With one more. */
    Counts plus(Layer layer) {
        return switch (layer) {
            case L4 -> new Counts(l4 + 1, l7);
            case L7 -> new Counts(l4, l7 + 1);
        };
    }

    /** On both. */
    long all() {
        return l4 + l7;
    }

    /** On these. */
    long of(Set<Layer> layers) {
        return (layers.contains(Layer.L4) ? l4 : 0) + (layers.contains(Layer.L7) ? l7 : 0);
    }
}
