package sevenlayers.chassis.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Whether this pod wants calls. Ready from the start; a knob may turn it off and on; once the pod drains it is off for good.
 *
 * <p>Being not ready refuses no call: it asks others to send none.
 */
public final class Readiness {
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private boolean wanted = true;
    private boolean draining;

    /** Whether the pod wants calls. */
    public synchronized boolean ready() {
        return wanted && !draining;
    }

    /** Turns the knob. */
    public void set(boolean ready) {
        change(() -> wanted = ready);
    }

    /** The pod is leaving: not ready from now on, whatever the knob says. */
    public void drain() {
        change(() -> draining = true);
    }

    /** Tells {@code listener} the state now and at each change. */
    public synchronized void onChange(Consumer<Boolean> listener) {
        listeners.add(listener);
        listener.accept(ready());
    }

    /** Listeners are told under the lock, so that they hear the changes in order. */
    private synchronized void change(Runnable change) {
        boolean before = ready();
        change.run();
        if (ready() != before) {
            listeners.forEach(listener -> listener.accept(ready()));
        }
    }
}
