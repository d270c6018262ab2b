package sevenlayers.crypto.speed;

import java.time.Duration;

/**
 * How fast an operation was.
 *
 * @param count how often it was done
 * @param nanos in how many nanoseconds
 */
public record Speed(Operation operation, long count, long nanos) {

    /** Does it again and again for so long, to warm up, and then once more for so long. */
    public static Speed measure(Operation operation, Duration duration) {
        var _ = run(operation, duration);
        return run(operation, duration);
    }

    private static Speed run(Operation operation, Duration duration) {
        long began = System.nanoTime();
        long count = 0;
        long passed;
        do {
            try {
                operation.work().done();
            } catch (Exception e) {
                throw new IllegalStateException(operation.algorithm() + " does not " + operation.name(), e);
            }
            count++;
            passed = System.nanoTime() - began;
        } while (passed < duration.toNanos());
        return new Speed(operation, count, passed);
    }

    /** Microseconds of one. */
    public double microsEach() {
        return nanos / 1e3 / count;
    }

    /** Bytes of messages in a second. */
    public double bytesPerSecond() {
        return count * (double) operation.bytes() * 1e9 / nanos;
    }
}
