package sevenlayers.handshake.time;

import java.util.Arrays;

/** Lets timers fire in the order of their times; those of the same time in the order in which they were armed. */
public final class Scheduler {
    // A heap in which each has four below it: half as deep as one of two, and the four lie side by side in memory. A
    // timer knows its
    // place, so that it can be moved or taken out without being looked for.
    private static final int BELOW = 4;

    private Timer[] heap = new Timer[16];
    private int size;
    private long nowNanos;
    private long armed;
    private long fired;

    public long nowNanos() {
        return nowNanos;
    }

    /** How many have fired. */
    public long fired() {
        return fired;
    }

    /** How many are armed. */
    public int pending() {
        return size;
    }

    /** When the next one fires; {@link Long#MAX_VALUE} where none is armed. */
    public long nextAtNanos() {
        return size == 0 ? Long.MAX_VALUE : heap[0].atNanos;
    }

    /** Arms a timer, or moves it to another time. A time that has passed is now. */
    public void arm(Timer timer, long atNanos) {
        timer.atNanos = Math.max(atNanos, nowNanos);
        timer.order = armed++;
        if (timer.place == Timer.IDLE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            size++;
            rise(timer, size - 1);
        } else {
            settle(timer, timer.place);
        }
    }

    public void cancel(Timer timer) {
        int place = timer.place;
        if (place == Timer.IDLE) {
            return;
        }
        timer.place = Timer.IDLE;
        Timer last = heap[--size];
        if (last != timer) {
            settle(last, place);
        }
    }

    /** Goes to the next time at which something happens, and lets it happen; false where nothing will. */
    public boolean step() {
        if (size == 0) {
            return false;
        }
        Timer next = heap[0];
        nowNanos = next.atNanos;
        next.place = Timer.IDLE;
        Timer last = heap[--size];
        if (last != next) {
            sink(last, 0);
        }
        fired++;
        next.fire();
        return true;
    }

    /** Lets everything up to this time happen, and stands there then. */
    public void runUntil(long atNanos) {
        while (nextAtNanos() <= atNanos && step()) {}
        nowNanos = Math.max(nowNanos, atNanos);
    }

    private static boolean before(Timer a, Timer b) {
        return a.atNanos < b.atNanos || a.atNanos == b.atNanos && a.order < b.order;
    }

    private void settle(Timer timer, int place) {
        if (place > 0 && before(timer, heap[(place - 1) / BELOW])) {
            rise(timer, place);
        } else {
            sink(timer, place);
        }
    }

    private void rise(Timer timer, int from) {
        int place = from;
        while (place > 0) {
            int above = (place - 1) / BELOW;
            Timer other = heap[above];
            if (!before(timer, other)) {
                break;
            }
            put(other, place);
            place = above;
        }
        put(timer, place);
    }

    private void sink(Timer timer, int from) {
        int place = from;
        while (true) {
            int first = place * BELOW + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + BELOW, size);
            for (int i = first + 1; i < end; i++) {
                if (before(heap[i], heap[least])) {
                    least = i;
                }
            }
            if (!before(heap[least], timer)) {
                break;
            }
            put(heap[least], place);
            place = least;
        }
        put(timer, place);
    }

    private void put(Timer timer, int place) {
        heap[place] = timer;
        timer.place = place;
    }
}
