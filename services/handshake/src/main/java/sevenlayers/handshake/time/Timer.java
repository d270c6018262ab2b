package sevenlayers.handshake.time;

/** Something that happens at a time, once for each time it is armed. */
public abstract class Timer {
    static final int IDLE = -1;

    /** Where it hangs in the scheduler's wheel. */
    int slot = IDLE;

    /** Its neighbours there. */
    Timer before = this;

    Timer after = this;
    long atNanos;

    /** Its time has come. It may be armed again in here. */
    protected abstract void fire();

    public final boolean isArmed() {
        return slot != IDLE;
    }

    /** When it will fire; it means something while it is armed. */
    public final long atNanos() {
        return atNanos;
    }
}
