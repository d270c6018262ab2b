package sevenlayers.balancer.explain;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Ends work that nobody waits for any more. */
final class Stop {
    private Stop() {}

    static void check(BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            throw new CancellationException("stopped before its end");
        }
    }
}
