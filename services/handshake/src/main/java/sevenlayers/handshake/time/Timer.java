package sevenlayers.handshake.time;

/** Something that happens at a time, once for each time it is armed. */
public abstract class Timer {
    static final int IDLE = -1;

    /** Its place in the scheduler's heap. */
    int place = IDLE;

    long atNanos;
    long order;

    /** Its time has come. It may be armed again in here. */
    protected abstract void fire();

    public final boolean isArmed() {
        return place != IDLE;
    }

    /** When it will fire; it means something while it is armed. */
    public final long atNanos() {
        return atNanos;
    }
}
