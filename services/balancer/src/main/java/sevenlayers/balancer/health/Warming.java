package sevenlayers.balancer.health;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Members;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.State;

/** Gives a backend that is new or comes back its weight little by little. State is under the registry's lock. */
final class Warming {
    /** A new weight is a new snapshot, for which a policy may have to make a new table: so the weight grows in steps. */
    private static final int STEPS = 10;

    private final Registry registry;
    private final Timers timers;
    private final Map<Backend, Long> sinceNanos = new HashMap<>();
    private Set<Backend> usableBefore = Set.of();
    private SlowStart rules = SlowStart.STARTING;
    private Timers.@Nullable Handle step;
    private int steps; // a step that was given up may be waiting for the lock already

    Warming(Registry registry, Timers timers) {
        this.registry = registry;
        this.timers = timers;
    }

    /** Changes the rules; those that are warming up go on by the new ones. */
    void use(Members members, SlowStart changed) {
        if (step != null && !changed.equals(rules)) {
            step.cancel(); // a step of the old window may be a minute away
            step = null;
            steps++;
        }
        rules = changed;
        grow(members);
    }

    /** Begins with backends that have become usable, and ends with those that no longer are. */
    void reconcile(Members members) {
        Set<Backend> usable = new HashSet<>();
        for (Backend backend : members.backends()) {
            State state = members.state(backend);
            if (state != null && state.usable()) {
                usable.add(backend);
                if (!usableBefore.contains(backend) && !rules.window().isZero()) {
                    sinceNanos.put(backend, timers.nanoTime());
                }
            }
        }
        for (Backend warming : List.copyOf(sinceNanos.keySet())) {
            if (!usable.contains(warming)) {
                sinceNanos.remove(warming);
                members.warmed(warming, "");
            }
        }
        usableBefore = usable;
        grow(members);
    }

    private void grow(Members members) {
        long now = timers.nanoTime();
        for (Map.Entry<Backend, Long> each : List.copyOf(sinceNanos.entrySet())) {
            double share = rules.share(now - each.getValue());
            if (share < 1) {
                members.warm(each.getKey(), share, "its weight grows for " + Words.text(rules.window()));
            } else {
                sinceNanos.remove(each.getKey());
                members.warmed(each.getKey(), "its slow start is over");
            }
        }
        if (step == null && !sinceNanos.isEmpty()) {
            int mine = ++steps;
            step = timers.after(rules.window().dividedBy(STEPS), () -> registry.change(later -> step(later, mine)));
        }
    }

    private void step(Members members, int which) {
        if (which == steps) {
            step = null;
            grow(members);
        }
    }
}
