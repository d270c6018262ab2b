package sevenlayers.node.knobs;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that are being served, so that a limit can hold for them the moment that it is turned. */
public final class Slots {

    private final AtomicInteger taken = new AtomicInteger();

    /**
     * Takes a slot unless as many as the limit are taken; zero is no limit.
     *
     * @return whether it was taken; then it wants one {@link #leave}
     */
    public boolean enter(int limit) {
        int before = taken.getAndUpdate(now -> limit == 0 || now < limit ? now + 1 : now);
        return limit == 0 || before < limit;
    }

    /** Gives a slot back. */
    public void leave() {
        taken.decrementAndGet();
    }

    /** Slots that are taken now. */
    public int taken() {
        return taken.get();
    }
}
