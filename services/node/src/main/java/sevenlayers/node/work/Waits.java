package sevenlayers.node.work;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The waits of one {@link SeededDelay}, one after another. Safe for several threads: each draw goes to one of them.
 *
 * <p>{@link SplittableRandom} is used because its algorithm is part of its specification: a seed means the same waits on every JDK.
 */
public final class Waits {

    private final SeededDelay source;
    private final RandomGenerator random;

    /** Starts the draws of this source from its seed. */
    public Waits(SeededDelay source) {
        this.source = source;
        this.random = new SplittableRandom(source.seed());
    }

    /** Where the waits come from. */
    public SeededDelay source() {
        return source;
    }

    /** The next wait: from zero to {@link Delay#MAX_MICROS}. */
    public synchronized Duration next() {
        double micros = source.delay().drawMicros(random);
        return Duration.of(Math.round(Math.min(micros, Delay.MAX_MICROS)), ChronoUnit.MICROS);
    }
}
