package sevenlayers.balancer.simulator;

/**
 * The servers of a backend and the queue before them: first come, first served.
 *
 * <p>How long a request takes is known when it arrives. So a queue need not be kept: whoever arrives gets the server that is free first, and
 * its start is the later of the two moments. What is kept is when each server will be free, smallest on top of a heap.
 */
final class Servers {
    /** Nothing lasts longer than this, so that no sum of two times overflows. */
    static final long HORIZON = Long.MAX_VALUE / 2;

    private final long[] freeAt;

    Servers(int count) {
        freeAt = new long[count];
    }

    /**
     * Takes a request in.
     *
     * @param now never less than before
     * @return when it starts
     */
    long start(long now, long service) {
        long start = Math.max(now, freeAt[0]);
        busyUntil(end(start, service));
        return start;
    }

    /** When a service ends. */
    static long end(long start, long service) {
        return Math.min(HORIZON, start + Math.min(HORIZON, service));
    }

    /** The server that was free first is now the one that is free at {@code end}. */
    private void busyUntil(long end) {
        int hole = 0;
        int child = 1;
        while (child < freeAt.length) {
            if (child + 1 < freeAt.length && freeAt[child + 1] < freeAt[child]) {
                child++;
            }
            if (freeAt[child] >= end) {
                break;
            }
            freeAt[hole] = freeAt[child];
            hole = child;
            child = 2 * hole + 1;
        }
        freeAt[hole] = end;
    }
}
