package sevenlayers.labs.course.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.LabProblem;

/** Who may change the world's state: one run at a time. A second one is told who runs what, and may watch. */
public final class Lease {

    /** Told what a run shows. */
    public interface Watcher {
        void line(String run, String line);

        void ended();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Duration patience;
    private @Nullable String holder;
    private String shown = "";
    private boolean ending;

    /** @param patience how long a new run waits for one that is putting the world back */
    public Lease(Duration patience) {
        this.patience = patience;
    }

    /**
     * Takes the lease.
     *
     * @param run who runs what: {@code kim runs lab 20}
     * @throws LabProblem if somebody else has it
     */
    public void take(String run) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (holder != null && ending && left > 0) {
                left = released.awaitNanos(left);
            }
            if (holder != null) {
                throw new LabProblem(
                        "The lab is in use: " + holder
                                + ". Two runs at a time would disturb each other. Wait until it ends, or watch it: ./lab run --watch");
            }
            holder = run;
            shown = "";
            ending = false;
        } finally {
            lock.unlock();
        }
    }

    /** The run is over and puts the world back; who comes now waits for that. */
    void ending() {
        lock.lock();
        try {
            ending = true;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            holder = null;
            ending = false;
            released.signalAll();
        } finally {
            lock.unlock();
        }
        watchers.forEach(Watcher::ended);
        watchers.clear();
    }

    /** Shows a line to whoever watches. */
    void show(String line) {
        String run;
        lock.lock();
        try {
            run = holder;
            shown = line;
        } finally {
            lock.unlock();
        }
        if (run != null) {
            watchers.forEach(watcher -> watcher.line(run, line));
        }
    }

    /**
     * Watches from now on, beginning with the line that was shown last: a run may wait long for its student.
     *
     * @throws LabProblem if nothing runs
     */
    public void watch(Watcher watcher) {
        lock.lock();
        try {
            if (holder == null) {
                throw new LabProblem("Nothing to watch: no lab runs now. ./lab run 20 starts one.");
            }
            watchers.add(watcher);
            watcher.line(holder, shown);
        } finally {
            lock.unlock();
        }
    }

    public void leave(Watcher watcher) {
        watchers.remove(watcher);
    }
}
