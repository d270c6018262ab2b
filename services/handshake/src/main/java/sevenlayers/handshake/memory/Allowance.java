package sevenlayers.handshake.memory;

import org.jspecify.annotations.Nullable;

/**
 * What one run holds, as far as it may grow without bound: an estimate in bytes, of which each part is kept by who holds it. For one thread
 * at a time.
 */
public final class Allowance implements AutoCloseable {
    /** One end of a connection, with all that is noted about it until the run ends. */
    public static final int CONNECTION = 3_000;
    /** A packet that waits or is under way, without its data. */
    public static final int PACKET = 400;
    /** A segment that is not acknowledged. */
    public static final int SEGMENT = 160;
    /** Some bytes in a buffer, without these. */
    public static final int PIECE = 64;

    /** Taken from the pool at a time, so that not every packet asks for it. */
    private static final long CHUNK = 64 << 10;

    private final @Nullable Pool pool;
    private long held;
    private long granted;

    private Allowance(@Nullable Pool pool) {
        this.pool = pool;
    }

    /** For a run that shares with others. */
    public static Allowance of(Pool pool) {
        return new Allowance(pool);
    }

    /** For one that has all the memory that there is. */
    public static Allowance unlimited() {
        return new Allowance(null);
    }

    public long heldBytes() {
        return held;
    }

    /**
     * So much more is held, or less where it is below 0.
     *
     * @throws OutOfMemory where the run may not have it
     */
    public void change(long bytes) {
        held += bytes;
        if (pool == null) {
            return;
        }
        if (held > granted) {
            long more = Math.ceilDiv(held - granted, CHUNK) * CHUNK;
            if (!pool.take(granted, more)) {
                throw new OutOfMemory(held - bytes);
            }
            granted += more;
        } else if (granted - held >= 4 * CHUNK) {
            long less = (granted - held) / CHUNK * CHUNK - CHUNK;
            pool.giveBack(less);
            granted -= less;
        }
    }

    /** The run is over, and all that it held is free. */
    @Override
    public void close() {
        if (pool != null) {
            pool.giveBack(granted);
        }
        granted = 0;
        held = 0;
    }
}
