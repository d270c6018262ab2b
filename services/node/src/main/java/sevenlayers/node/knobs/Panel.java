package sevenlayers.node.knobs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Where the knobs of a pod are read and turned. Calls read {@link #setting} without a lock; a turn swaps it whole, and turns follow each
 * other: what one of them returns as previous is what it changed.
 */
public final class Panel {

    private final List<Consumer<Knobs>> listeners = new CopyOnWriteArrayList<>();
    private volatile Setting setting = Setting.of(Knobs.AT_START);

    /**
     * A turn of the knobs.
     *
     * @param previous all of them before
     * @param knobs all of them now
     */
    public record Turned(Knobs previous, Knobs knobs) {}

    /** The knobs as they are, and their draws. */
    public Setting setting() {
        return setting;
    }

    /** Tells the listener the knobs now and after each turn, one turn at a time, in their order. */
    public synchronized void listen(Consumer<Knobs> listener) {
        listeners.add(listener);
        listener.accept(setting.knobs());
    }

    /** Turns knobs: the function gets the setting as it is and gives the one that follows. If it throws, nothing has changed. */
    public synchronized Turned turn(UnaryOperator<Setting> change) {
        Knobs previous = setting.knobs();
        setting = change.apply(setting);
        Knobs knobs = setting.knobs();
        listeners.forEach(listener -> listener.accept(knobs));
        return new Turned(previous, knobs);
    }
}
