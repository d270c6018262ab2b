package sevenlayers.balancer;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.backend.Discovery;
import sevenlayers.balancer.backend.Found;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.Source;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.health.Health;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.Policy;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.policy.ThreadRandom;

/** What can be changed of one listener while traffic flows, and the change, which is one. Changed by one thread at a time. */
final class DoorControl implements AutoCloseable {
    /** Addresses are known that are listed or were, the last so many of them. */
    private static final int REMEMBERED = 10_000;

    /**
     * Another source, which has been asked and is not yet followed.
     *
     * @param found what it answered
     */
    record Move(Discovery discovery, Found found) {}

    private final Layer layer;
    private final Registry registry = new Registry();
    private final Routing routing;
    private final Health health;
    private final BiFunction<Source, Registry, Discovery> discoveries;
    private final Setup atStart;
    private final Set<InetSocketAddress> known =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<InetSocketAddress, Boolean>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            }));
    private volatile Setup setup;
    private volatile Discovery discovery;

    /**
     * A listener without backends.
     *
     * @param health makes the health checking of a registry
     * @param discoveries makes what keeps a registry in step with a source
     */
    DoorControl(
            Layer layer,
            Setup starting,
            Function<Registry, Health> health,
            BiFunction<Source, Registry, Discovery> discoveries) {
        this.layer = layer;
        this.atStart = starting;
        this.setup = starting;
        this.discoveries = discoveries;
        this.routing = new Routing(registry, Policies.make(starting.policy(), new ThreadRandom()));
        this.health = health.apply(registry);
        this.discovery = discoveries.apply(starting.source(), registry);
        registry.onTransition(transition -> {
            if (transition.backend() != null && transition.from() == null) {
                known.add(transition.backend().address());
            }
        });
    }

    /** Looks backends up for the first time before it returns, and from then on. */
    void start() {
        discovery.start();
    }

    Layer layer() {
        return layer;
    }

    Registry registry() {
        return registry;
    }

    Routing routing() {
        return routing;
    }

    /** What its backends come from now. */
    Discovery discovery() {
        return discovery;
    }

    /** What is set now. */
    Setup setup() {
        return setup;
    }

    /** What was set when the balancer started. */
    Setup atStart() {
        return atStart;
    }

    /** Addresses of backends that are listed or were. */
    Set<InetSocketAddress> known() {
        Set<InetSocketAddress> all = new TreeSet<>(Addresses.ORDER);
        synchronized (known) {
            all.addAll(known);
        }
        // Those that have been there from the start are the first to be forgotten.
        registry.snapshot().listed().forEach(backend -> all.add(backend.address()));
        return all;
    }

    /** Another source for this listener; nobody has asked it yet. */
    Discovery discovery(Source source) {
        return discoveries.apply(source, registry);
    }

    /**
     * Makes a policy, or gives the one in use if that is the same.
     *
     * @param ahead also makes its table for the backends as they are
     */
    Policy policy(PolicySpec spec, boolean ahead) {
        if (spec.equals(setup.policy())) {
            return routing.current().policy();
        }
        Policy made = Policies.make(spec, new ThreadRandom());
        if (ahead) {
            made.prepare(registry.snapshot());
        }
        return made;
    }

    /**
     * Makes all of it the setup, as one change. It has been checked.
     *
     * @param policy made of the next setup's
     * @param move to another source; null if that stays as it is
     */
    void use(Setup next, Policy policy, @Nullable Move move) {
        if (move != null) {
            discovery.close(); // from here on it publishes nothing
        }
        routing.use(policy, members -> {
            if (move != null) {
                members.list(move.found().addresses(), move.found().leaving());
            }
            members.weights(next.weights());
            members.draining(next.draining());
            health.use(members, next.health());
        });
        if (move != null) {
            discovery = move.discovery();
            move.discovery().goOn(move.found());
        }
        setup = next;
    }

    @Override
    public void close() {
        discovery.close();
    }
}
