package sevenlayers.labs.world.tool;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import sevenlayers.labs.world.WorldException;

/** Waits for something by looking again and again. */
public final class Patience {

    private Patience() {}

    /**
     * Looks every {@code pause} until {@code done} or until {@code limit} has passed. Returns whether it was done.
     *
     * @throws WorldException the thread was interrupted
     */
    public static boolean until(Duration limit, Duration pause, BooleanSupplier done) {
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorldException("Interrupted.", e);
            }
        }
        return true;
    }

    /** Runs {@code tidy} to its end even if the thread is being interrupted, and hands the interrupt on. */
    public static void anyway(Runnable tidy) {
        boolean interrupted = Thread.interrupted();
        try {
            tidy.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
