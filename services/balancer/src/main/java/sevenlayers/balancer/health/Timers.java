package sevenlayers.balancer.health;

import java.time.Duration;

/** A clock, and what is to happen later. Tasks run one after another. */
public interface Timers {
    /** Now, on a clock that only ever goes forward. */
    long nanoTime();

    /** Runs the task after a delay; with a delay of 0 soon, but not before this returns. */
    Handle after(Duration delay, Runnable task);

    /** Runs the task soon, but not before this returns. */
    default void soon(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** A task that has not run yet. */
    @FunctionalInterface
    interface Handle {
        /** Does not run it, unless it is running already. */
        void cancel();
    }
}
