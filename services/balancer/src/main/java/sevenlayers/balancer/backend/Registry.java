package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The backends of one listener. The data path reads {@link #snapshot}; the control path replaces it.
 *
 * <p>Whoever knows something of the backends (discovery, settings, probes, failed calls) writes it into the {@link Members} in a
 * {@link #change}. All of it is under one lock, and becomes one new snapshot.
 *
 * <p>An address that stays listed keeps its {@link Backend} and with it its counters and its connections. One that leaves and
 * comes back is a new backend.
 */
public final class Registry {
    private final ReentrantLock lock = new ReentrantLock();
    private final Members members = new Members(); // under the lock
    private final List<Consumer<Members>> mechanisms = new CopyOnWriteArrayList<>();
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Transition>> watchers = new CopyOnWriteArrayList<>();
    private volatile Roster roster = Roster.EMPTY;

    /** The backends to choose from as they are now; never waits. */
    public Snapshot snapshot() {
        return roster.snapshot();
    }

    /** How every backend stands now; never waits. */
    public Roster roster() {
        return roster;
    }

    /** Is told of each later snapshot, on the thread that made it, in order. */
    public void onChange(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }

    /** Is told of each later change of a backend's state, on the thread that made it, in order. It must be quick. */
    public void onTransition(Consumer<Transition> watcher) {
        watchers.add(watcher);
    }

    /** Has its say in each later change before that is published: a mechanism that begins something with each new backend. */
    public void beforePublishing(Consumer<Members> mechanism) {
        mechanisms.add(mechanism);
    }

    /** Runs {@code found} once there is a backend: now, or on the thread that lists the first. */
    public void onFirst(Runnable found) {
        exclusively(() -> {
            AtomicBoolean told = new AtomicBoolean();
            Consumer<Snapshot> listener = now -> {
                if (!now.candidates().isEmpty() && told.compareAndSet(false, true)) {
                    found.run();
                }
            };
            listener.accept(snapshot());
            onChange(listener);
        });
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
    public boolean replace(Collection<InetSocketAddress> addresses, Map<InetSocketAddress, String> leaving) {
        return change(members -> members.list(addresses, leaving));
    }

    /**
     * Writes what somebody knows, and publishes what follows from it, at most once.
     *
     * @param change must not throw once it has written anything
     * @return whether a policy sees the difference
     */
    public boolean change(Consumer<Members> change) {
        lock.lock();
        try {
            change.accept(members);
            return members.changed() && publish();
        } finally {
            lock.unlock();
        }
    }

    /** Runs while nothing can change; what it changes itself is seen by nobody half done. */
    public void exclusively(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private boolean publish() {
        mechanisms.forEach(mechanism -> mechanism.accept(members));
        Roster before = roster;
        Roster next = members.roster(before.snapshot().version() + 1);
        boolean same = next.choosesAs(before);
        roster = same ? next.with(before.snapshot()) : next;
        List<Transition> transitions = next.since(before, members.causes());
        members.done();
        if (!same) {
            listeners.forEach(listener -> listener.accept(next.snapshot()));
        }
        for (Transition transition : transitions) {
            watchers.forEach(watcher -> watcher.accept(transition));
        }
        return !same;
    }
}
