package sevenlayers.labs.world.tool;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.WorldException;

/**
 * Has a world changed by one thread at a time, and lets its end go first.
 *
 * <p>An end interrupts the change that is under way and waits until that has tidied up; from then on nothing is begun any more. An end that
 * fails can be tried again.
 */
public final class Turns {

    private final ReentrantLock turn = new ReentrantLock();

    // Guarded by this; never held while anything is waited for.
    private boolean ended;
    private @Nullable Thread changing;
    private boolean interrupted;

    /**
     * Changes the world.
     *
     * @throws WorldException it has been taken down, or is being taken down
     */
    public <T> T change(Supplier<T> change) {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted.", e);
        }
        try {
            begin();
            try {
                return change.get();
            } finally {
                leave();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Changes the world. */
    public void change(Runnable change) {
        change(() -> {
            change.run();
            return true;
        });
    }

    /** Ends the world. */
    public void end(Runnable end) {
        refuse();
        turn.lock();
        try {
            end.run();
        } catch (RuntimeException e) {
            allow();
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private synchronized void begin() {
        if (ended) {
            throw new WorldException("This lab has been taken down. Start it anew: ./lab up");
        }
        changing = Thread.currentThread();
    }

    private synchronized void leave() {
        changing = null;
        if (interrupted) {
            interrupted = false;
            Thread.interrupted(); // it was meant for the change
        }
    }

    private synchronized void refuse() {
        ended = true;
        if (changing != null) {
            changing.interrupt();
            interrupted = true;
        }
    }

    private synchronized void allow() {
        ended = false;
    }
}
