package sevenlayers.chassis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
public final class Eventually {
    private Eventually() {}

    /** Fails when {@code condition} does not hold within ten seconds. */
    public static void holds(BooleanSupplier condition) {
        holds("what was waited for came", condition);
    }

    /** Fails with {@code what} when {@code condition} does not hold within ten seconds. */
    public static void holds(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(condition.getAsBoolean()).as(what + " within ten seconds").isTrue();
    }
}
