package sevenlayers.node.knobs;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Decides, call by call, which ones fail: the same errors give the same decisions in the same order. */
public final class ErrorDraws {

    private final Knobs.Errors errors;
    private final RandomGenerator random;

    /** Starts the draws from the seed of these errors. */
    public ErrorDraws(Knobs.Errors errors) {
        this.errors = errors;
        this.random = new SplittableRandom(errors.seed());
    }

    /** Whether the next call fails. A rate of 1 fails every call, a rate of 0 none: nextDouble is below 1. */
    public synchronized boolean nextFails() {
        return random.nextDouble() < errors.rate();
    }
}
