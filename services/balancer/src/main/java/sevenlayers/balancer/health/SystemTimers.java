package sevenlayers.balancer.health;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The machine's clock, and one thread. */
public final class SystemTimers implements Timers, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SystemTimers.class.getName());

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("health").daemon().factory(), new ScheduledThreadPoolExecutor.DiscardPolicy());

    /** Starts its thread with the first task. */
    public SystemTimers() {
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
        Future<?> waiting = thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> waiting.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // Nobody looks at the future: what is not said here is not said at all.
            LOG.log(Level.SEVERE, "A task of the health checks failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
