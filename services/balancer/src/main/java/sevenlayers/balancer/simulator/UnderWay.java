package sevenlayers.balancer.simulator;

import java.util.Arrays;

/**
 * The requests that have been sent to a backend and have not ended, the one that ends first on top.
 *
 * <p>A heap of moments with four children to a node, which is shallower than one with two and reads neighbours; beside it, in plain arrays
 * and found by a slot's number, what is to be known of a request when it ends. Nothing is made per request.
 */
final class UnderWay {
    private static final int FIRST_SIZE = 1_024;

    private long[] endsAt = new long[FIRST_SIZE];
    private int[] slotOf = new int[FIRST_SIZE];
    private int size;

    private long[] arrivedAt = new long[FIRST_SIZE];
    private long[] startedAt = new long[FIRST_SIZE];
    private int[] where = new int[FIRST_SIZE];
    private boolean[] fails = new boolean[FIRST_SIZE];
    private int[] freeSlots = new int[FIRST_SIZE];
    private int free;

    UnderWay() {
        free(0, FIRST_SIZE);
    }

    int size() {
        return size;
    }

    /** When the next one ends; must not be empty. */
    long nextEnd() {
        return endsAt[0];
    }

    /** Which request that is: a number for the questions below, good until the next {@link #add}. */
    int next() {
        return slotOf[0];
    }

    /** When it came. */
    long arrivedAt(int slot) {
        return arrivedAt[slot];
    }

    /** When a server took it. */
    long startedAt(int slot) {
        return startedAt[slot];
    }

    /** Where it went. */
    int where(int slot) {
        return where[slot];
    }

    /** Whether it ends as a failure. */
    boolean fails(int slot) {
        return fails[slot];
    }

    /** A request goes on its way. */
    void add(long arrived, long started, long end, int at, boolean failing) {
        if (free == 0) {
            grow();
        }
        int slot = freeSlots[--free];
        arrivedAt[slot] = arrived;
        startedAt[slot] = started;
        where[slot] = at;
        fails[slot] = failing;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >> 2;
            if (endsAt[parent] <= end) {
                break;
            }
            endsAt[hole] = endsAt[parent];
            slotOf[hole] = slotOf[parent];
            hole = parent;
        }
        endsAt[hole] = end;
        slotOf[hole] = slot;
    }

    /** The next one has ended. */
    void remove() {
        freeSlots[free++] = slotOf[0];
        size--;
        long end = endsAt[size];
        int slot = slotOf[size];
        int hole = 0;
        while (true) {
            int first = (hole << 2) + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int last = Math.min(first + 4, size);
            for (int child = first + 1; child < last; child++) {
                if (endsAt[child] < endsAt[least]) {
                    least = child;
                }
            }
            if (endsAt[least] >= end) {
                break;
            }
            endsAt[hole] = endsAt[least];
            slotOf[hole] = slotOf[least];
            hole = least;
        }
        endsAt[hole] = end;
        slotOf[hole] = slot;
    }

    private void grow() {
        int old = endsAt.length;
        int more = old * 2;
        endsAt = Arrays.copyOf(endsAt, more);
        slotOf = Arrays.copyOf(slotOf, more);
        arrivedAt = Arrays.copyOf(arrivedAt, more);
        startedAt = Arrays.copyOf(startedAt, more);
        where = Arrays.copyOf(where, more);
        fails = Arrays.copyOf(fails, more);
        freeSlots = Arrays.copyOf(freeSlots, more);
        free(old, more);
    }

    private void free(int from, int to) {
        for (int slot = to - 1; slot >= from; slot--) {
            freeSlots[free++] = slot;
        }
    }
}
