package sevenlayers.handshake.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all runs share. One may hold up to twice as much as is free: alone two thirds of all, and however many are greedy, each
 * holds the same and leaves room for one that comes later.
 */
public final class Pool {
    // The threshold by which shared-memory switches divide their buffers among ports (Choudhury and Hahne, "Dynamic
    // Queue Length Thresholds for Shared-Memory Packet Switches", 1998), with alpha = 2: n that are greedy hold
    // 2 / (2n + 1) each, and 1 / (2n + 1) stays free. No run has to be stopped for another's sake; who holds too much
    // may not grow.
    private static final int ALPHA = 2;

    private final AtomicLong free;

    public Pool(long bytes) {
        free = new AtomicLong(bytes);
    }

    public long freeBytes() {
        return free.get();
    }

    /** Whether a run that has so much may have so much more; it has then. */
    boolean take(long had, long more) {
        while (true) {
            long now = free.get();
            if (more > now || had + more > ALPHA * (now - more)) {
                return false;
            }
            if (free.compareAndSet(now, now - more)) {
                return true;
            }
        }
    }

    void giveBack(long bytes) {
        free.addAndGet(bytes);
    }
}
