package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The backends of one listener. The data path reads {@link #snapshot}; the control path replaces it.
 *
 * <p>An address that stays listed keeps its {@link Backend} and with it its counters and its connections. One that leaves and
 * comes back is a new backend.
 */
public final class Registry {
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** The list as it is now; never waits. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** Is told of each later change, on the thread that made it. */
    public void onChange(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }

    /** Runs {@code found} once there is a backend: now, or on the thread that lists the first. */
    public synchronized void onFirst(Runnable found) {
        AtomicBoolean told = new AtomicBoolean();
        Consumer<Snapshot> listener = listed -> {
            if (!listed.candidates().isEmpty() && told.compareAndSet(false, true)) {
                found.run();
            }
        };
        listener.accept(snapshot);
        onChange(listener);
    }

    /**
     * Makes the addresses the list.
     *
     * @return whether that changed anything
     */
    public boolean replace(Collection<InetSocketAddress> addresses) {
        return replace(addresses, Map.of());
    }

    /**
     * Makes the addresses the list.
     *
     * @param leaving those of them that must not be chosen any more, and why: what they have goes on
     * @return whether that changed anything
     */
    public synchronized boolean replace(
            Collection<InetSocketAddress> addresses, Map<InetSocketAddress, String> leaving) {
        Map<InetSocketAddress, Backend> known = new HashMap<>();
        snapshot.listed().forEach(backend -> known.put(backend.address(), backend));
        List<Backend> candidates = new ArrayList<>();
        List<Snapshot.Absent> absent = new ArrayList<>();
        for (InetSocketAddress address :
                addresses.stream().distinct().sorted(Addresses.ORDER).toList()) {
            Backend backend = known.containsKey(address) ? known.get(address) : new Backend(address);
            String why = leaving.get(address);
            if (why == null) {
                candidates.add(backend);
            } else {
                absent.add(new Snapshot.Absent(backend, why));
            }
        }
        if (candidates.equals(snapshot.candidates()) && absent.equals(snapshot.absent())) {
            return false;
        }
        Snapshot changed =
                new Snapshot(snapshot.version() + 1, candidates, Collections.nCopies(candidates.size(), 1), absent, "");
        snapshot = changed;
        listeners.forEach(listener -> listener.accept(changed));
        return true;
    }
}
