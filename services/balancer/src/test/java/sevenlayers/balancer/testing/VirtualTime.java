package sevenlayers.balancer.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import sevenlayers.balancer.health.Timers;

/** Time that passes when a test says so. Tasks run on the test's thread, each at its own moment. */
public final class VirtualTime implements Timers {
    private final Queue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now = 1_000_000_000_000L;
    private long number;

    private record Task(long at, long number, Runnable what) {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Handle after(Duration delay, Runnable task) {
        Task waiting = new Task(now + delay.toNanos(), number++, task);
        tasks.add(waiting);
        return () -> tasks.remove(waiting);
    }

    /** Lets time pass, and runs what is due in it. */
    public void pass(Duration duration) {
        long end = now + duration.toNanos();
        for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
            tasks.remove();
            now = next.at();
            next.what().run();
        }
        now = end;
    }

    /** Runs what is due now. */
    public void settle() {
        pass(Duration.ZERO);
    }

    /** Tasks that wait. */
    public int waiting() {
        return tasks.size();
    }
}
