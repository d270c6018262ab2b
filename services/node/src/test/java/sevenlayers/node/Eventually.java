package sevenlayers.node;

import java.util.concurrent.Callable;

/** Waits for what other threads do. */
final class Eventually {

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private Eventually() {}

    /** Asks until the answer is yes. */
    static void holds(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(5);
        }
    }
}
