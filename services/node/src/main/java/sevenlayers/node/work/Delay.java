package sevenlayers.node.work;

import java.util.random.RandomGenerator;

/** A distribution of waits, in microseconds. The draws are not cut: {@link Waits} does that, in one place. */
public sealed interface Delay {

    /** The longest wait that there is, in microseconds: longer draws are cut to it. */
    long MAX_MICROS = 60_000_000;

    /** The largest standard deviation of a log-normal wait's logarithm. */
    double MAX_SIGMA = 4;

    /** No wait. */
    Delay NONE = new Fixed(0);

    /** One draw, in microseconds: not negative, and possibly above {@link #MAX_MICROS}. */
    double drawMicros(RandomGenerator random);

    /** Always the same wait. */
    record Fixed(long delayMicros) implements Delay {
        @Override
        public double drawMicros(RandomGenerator random) {
            return delayMicros;
        }
    }

    /** Any wait from the shortest to the longest, both included, is as likely as any other. */
    record Uniform(long minMicros, long maxMicros) implements Delay {
        @Override
        public double drawMicros(RandomGenerator random) {
            return random.nextLong(minMicros, maxMicros + 1);
        }
    }

    /** Times between independent events: the standard deviation is the mean. */
    record Exponential(long meanMicros) implements Delay {
        @Override
        public double drawMicros(RandomGenerator random) {
            return meanMicros * random.nextExponential();
        }
    }

    /** A long tail: ln(wait) is normal, with mean ln(median) and standard deviation sigma. */
    record LogNormal(long medianMicros, double sigma) implements Delay {
        @Override
        public double drawMicros(RandomGenerator random) {
            return medianMicros * Math.exp(sigma * random.nextGaussian());
        }
    }
}
