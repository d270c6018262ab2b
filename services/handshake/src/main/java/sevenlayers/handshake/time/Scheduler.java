package sevenlayers.handshake.time;

import org.jspecify.annotations.Nullable;

/** Lets timers fire in the order of their times; those of the same time in the order in which they were armed. */
public final class Scheduler {
    // A hierarchical timing wheel (Varghese and Lauck 1987, scheme 7) that turns only when something happens. A time is
    // a number of eleven digits of six bits. A timer hangs at the highest digit in which its time differs from the
    // base, in the slot of that digit's value; so every timer of a lower level comes before every one of a higher, and
    // so does a lower slot of a level. When the first slot's turn has come, its timers are hung anew, each at a lower
    // level than before: a timer is touched a few times in its life, however many there are, and to arm or cancel
    // one is to hang it into a list or to take it out. Timers of the same time are always in the same list, in the
    // order in which they were armed.
    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = Math.ceilDiv(Long.SIZE, BITS);

    /** The first timer of each slot; its lists are rings, so that the one before the first is the last. */
    private final @Nullable Timer[] slots = new Timer[LEVELS * SLOTS];
    /** Which slots of a level have timers, a bit for each. */
    private final long[] occupied = new long[LEVELS];
    /** Which levels have, likewise. */
    private int levels;
    /** When the last one fired. */
    private long base;
    /** The next to fire, where that is known. */
    private @Nullable Timer next;

    private int pending;
    private long nowNanos;
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
        return pending;
    }

    /** When the next one fires; {@link Long#MAX_VALUE} where none is armed. */
    public long nextAtNanos() {
        Timer first = next();
        return first == null ? Long.MAX_VALUE : first.atNanos;
    }

    /** Arms a timer, or moves it to another time. A time that has passed is now. */
    public void arm(Timer timer, long atNanos) {
        if (timer.slot == Timer.IDLE) {
            pending++;
        } else {
            takeOut(timer);
        }
        timer.atNanos = Math.max(atNanos, nowNanos);
        hang(timer);
        if (next != null && timer.atNanos < next.atNanos) {
            next = timer;
        }
    }

    public void cancel(Timer timer) {
        if (timer.slot != Timer.IDLE) {
            takeOut(timer);
            pending--;
        }
    }

    /** Goes to the next time at which something happens, and lets it happen; false where nothing will. */
    public boolean step() {
        Timer first = next();
        if (first == null) {
            return false;
        }
        int slot = first.slot;
        base = first.atNanos;
        nowNanos = first.atNanos;
        takeOut(first);
        if (slot >= SLOTS) {
            hangAnew(slot);
        }
        pending--;
        fired++;
        first.fire();
        return true;
    }

    /** Lets everything up to this time happen, and stands there then. */
    public void runUntil(long atNanos) {
        while (nextAtNanos() <= atNanos && step()) {}
        nowNanos = Math.max(nowNanos, atNanos);
    }

    private @Nullable Timer next() {
        if (next == null && levels != 0) {
            int level = Integer.numberOfTrailingZeros(levels);
            Timer first = slots[level * SLOTS + Long.numberOfTrailingZeros(occupied[level])];
            next = first == null || level == 0 ? first : earliest(first);
        }
        return next;
    }

    private static Timer earliest(Timer first) {
        Timer earliest = first;
        for (Timer other = first.after; other != first; other = other.after) {
            if (other.atNanos < earliest.atNanos) {
                earliest = other;
            }
        }
        return earliest;
    }

    private void hang(Timer timer) {
        long differing = timer.atNanos ^ base | 1;
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / BITS;
        int digit = (int) (timer.atNanos >>> level * BITS) & SLOTS - 1;
        int slot = level * SLOTS + digit;
        timer.slot = slot;
        Timer first = slots[slot];
        if (first == null) {
            slots[slot] = timer;
            timer.before = timer;
            timer.after = timer;
            occupied[level] |= 1L << digit;
            levels |= 1 << level;
        } else {
            timer.before = first.before;
            timer.after = first;
            first.before.after = timer;
            first.before = timer;
        }
    }

    private void takeOut(Timer timer) {
        int slot = timer.slot;
        timer.slot = Timer.IDLE;
        if (timer == next) {
            next = null;
        }
        if (timer.after == timer) {
            empty(slot);
            return;
        }
        timer.before.after = timer.after;
        timer.after.before = timer.before;
        if (slots[slot] == timer) {
            slots[slot] = timer.after;
        }
        timer.before = timer;
        timer.after = timer;
    }

    private void empty(int slot) {
        int level = slot / SLOTS;
        slots[slot] = null;
        occupied[level] &= ~(1L << slot % SLOTS);
        if (occupied[level] == 0) {
            levels &= ~(1 << level);
        }
    }

    /** The base lies in this slot now: what is left in it belongs to lower levels. */
    private void hangAnew(int slot) {
        Timer first = slots[slot];
        if (first == null) {
            return;
        }
        Timer last = first.before;
        empty(slot);
        Timer timer = first;
        while (true) {
            Timer after = timer.after;
            hang(timer);
            if (timer == last) {
                return;
            }
            timer = after;
        }
    }
}
