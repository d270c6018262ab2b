package sevenlayers.balancer.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what will become true. */
public final class Await {
    private Await() {}

    /** Fails after ten seconds. */
    public static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("should have become true within 10 s, but had not");
            }
            Thread.sleep(10);
        }
    }
}
