package sevenlayers.client.load;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A Poisson process: the spaces between arrivals are independent and exponentially distributed, as between independent users. */
final class PoissonArrivals implements Arrivals {

    private final double meanNanos;
    private final RandomGenerator random;
    private double now;

    PoissonArrivals(double arrivalsPerSecond, long seed) {
        meanNanos = 1e9 / arrivalsPerSecond;
        // SplittableRandom's sequence for a seed is part of its specification, so a seed means the same on every JDK.
        random = new SplittableRandom(seed);
    }

    @Override
    public long nextNanos() {
        // Inverse transform: 1 − u is in (0, 1], so the logarithm is finite.
        now -= meanNanos * Math.log(1 - random.nextDouble());
        return Math.round(now);
    }
}
