package sevenlayers.balancer.policy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import sevenlayers.balancer.backend.Members;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.Snapshot;

/**
 * How one listener chooses: its backends and its policy, which the data path reads together.
 *
 * <p>A policy is prepared for a snapshot before any request meets the two, so that a table of 65,537 entries is not made on an event loop:
 * but for the rare one that read the old pair, was held up, and finds the policy prepared for the next snapshot. It makes the old table once
 * more, for its one request; to keep it for that would double what tables take. Either of them may be exchanged while traffic flows: a request that has begun with the old pair ends with it.
 */
public final class Routing {
    /**
     * What the data path reads.
     *
     * @param snapshot the backends
     * @param policy prepared for them
     */
    public record Current(Snapshot snapshot, Policy policy) {
        /** Asks the policy. */
        public Choice select(Request request) {
            return policy.select(snapshot, request);
        }
    }

    private final Registry registry;
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile Current current;
    private Policy next; // under the registry's lock

    /** Follows a registry from now on. */
    public Routing(Registry registry, Policy policy) {
        this.registry = registry;
        next = policy;
        policy.prepare(registry.snapshot());
        current = new Current(registry.snapshot(), policy);
        registry.onChange(this::use);
        registry.exclusively(() -> use(registry.snapshot())); // it may have changed while we were not yet listening
    }

    /** The pair as it is now; never waits. */
    public Current current() {
        return current;
    }

    /** Exchanges the policy. */
    public void use(Policy policy) {
        use(policy, _ -> {});
    }

    /** Exchanges the policy and changes the backends, as one change: no request meets the one without the other. */
    public void use(Policy policy, Consumer<Members> change) {
        registry.exclusively(() -> {
            next = policy;
            if (!registry.change(change)) {
                take(registry.snapshot());
            }
        });
    }

    private void use(Snapshot snapshot) {
        if (snapshot.version() > current.snapshot().version()) {
            take(snapshot);
            listeners.forEach(listener -> listener.accept(snapshot));
        }
    }

    private void take(Snapshot snapshot) {
        next.prepare(snapshot);
        current = new Current(snapshot, next);
    }

    /** Is told of each later snapshot once it is in use, on the thread that made it. */
    public void onChange(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }
}
