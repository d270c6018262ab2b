package sevenlayers.balancer.health;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Members;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.health.Prober.Finding;

/**
 * Probes every backend of a listener again and again.
 *
 * <p>A backend counts as healthy until its probes say otherwise, and a probe that we could not even start says nothing. Each waits an interval after its own last probe, so one that is slow to
 * answer holds up no other; and each is in the queue at most once, so a thousand slow ones are probed more rarely and not in an
 * ever longer row. State is under the registry's lock; probes are started outside of it.
 */
final class ActiveChecks {
    private static final Logger LOG = Logger.getLogger(ActiveChecks.class.getName());

    /** Probes under way at most: what a thousand of them would take in sockets is for the traffic. */
    static final int AT_ONCE = 64;

    /** A backend, and what its probes said last. */
    private static final class Probed {
        final Backend backend;
        int goodInARow;
        int badInARow;
        boolean unhealthy;
        Timers.@Nullable Handle waiting;

        @Nullable
        Running running;

        Probed(Backend backend) {
            this.backend = backend;
        }
    }

    /** One probe. */
    private static final class Running {
        final Probed probed;
        final Checks rules;
        boolean over;
        Timers.@Nullable Handle deadline;
        Prober.@Nullable Attempt attempt;

        Running(Probed probed, Checks rules) {
            this.probed = probed;
            this.rules = rules;
        }
    }

    private final Registry registry;
    private final Timers timers;
    private final Prober prober;
    private final Map<Backend, Probed> all = new HashMap<>();
    private final Queue<Probed> due = new ArrayDeque<>();
    private Checks rules = Checks.STARTING;
    private int underWay;
    private boolean unableToAsk;

    ActiveChecks(Registry registry, Timers timers, Prober prober) {
        this.registry = registry;
        this.timers = timers;
        this.prober = prober;
    }

    /** Changes the rules: what is under way is broken off, and all begin to count anew. */
    void use(Members members, Checks changed) {
        if (changed.equals(rules)) {
            return;
        }
        rules = changed;
        all.values().forEach(this::breakOff);
        due.clear();
        if (isOff()) {
            all.keySet().forEach(backend -> members.healthy(backend, "no longer probed"));
            all.clear();
            return;
        }
        all.values().forEach(probed -> {
            probed.goodInARow = 0;
            probed.badInARow = 0;
            due.add(probed);
        });
        reconcile(members);
        timers.soon(this::startDue);
    }

    /** Begins with backends that are new, and ends with those that have left. */
    void reconcile(Members members) {
        if (isOff()) {
            return;
        }
        List<Backend> listed = members.backends();
        boolean more = false;
        for (Backend backend : listed) {
            if (!all.containsKey(backend)) {
                Probed added = new Probed(backend);
                all.put(backend, added);
                due.add(added);
                more = true;
            }
        }
        if (all.size() > listed.size()) {
            Set<Backend> staying = new HashSet<>(listed);
            all.values().removeIf(probed -> {
                boolean gone = !staying.contains(probed.backend);
                if (gone) {
                    breakOff(probed);
                    due.remove(probed);
                }
                return gone;
            });
        }
        if (more) {
            timers.soon(this::startDue);
        }
    }

    private boolean isOff() {
        return rules.kind() == Checks.Kind.NONE;
    }

    private void breakOff(Probed probed) {
        if (probed.waiting != null) {
            probed.waiting.cancel();
            probed.waiting = null;
        }
        if (probed.running != null) {
            end(probed.running);
        }
    }

    private void end(Running running) {
        running.over = true;
        running.probed.running = null;
        underWay--;
        if (running.deadline != null) {
            running.deadline.cancel();
        }
        if (running.attempt != null) {
            running.attempt.cancel();
        }
    }

    private void startDue() {
        List<Running> starting = new ArrayList<>();
        registry.exclusively(() -> {
            while (underWay < AT_ONCE && !due.isEmpty()) {
                Probed next = due.remove();
                Running running = new Running(next, rules);
                next.running = running;
                underWay++;
                starting.add(running);
            }
        });
        starting.forEach(this::start);
    }

    private void start(Running running) {
        Checks now = running.rules;
        Consumer<Finding> told = finding -> timers.soon(() -> answered(running, finding));
        Finding silence = new Finding.Failed("no answer within " + Words.text(now.timeout()));
        Timers.Handle deadline = timers.after(now.timeout(), () -> answered(running, silence));
        Prober.@Nullable Attempt attempt = null;
        try {
            attempt = prober.start(now.kind(), running.probed.backend.address(), told);
        } catch (RuntimeException e) {
            told.accept(new Finding.NotAsked(e.toString()));
        }
        keep(running, deadline, attempt);
    }

    /** The rules may have changed, and with them this probe may be over, before it is known what there is to break off. */
    private void keep(Running running, Timers.Handle deadline, Prober.@Nullable Attempt attempt) {
        registry.exclusively(() -> {
            running.deadline = deadline;
            running.attempt = attempt;
            if (running.over) {
                deadline.cancel();
                if (attempt != null) {
                    attempt.cancel();
                }
            }
        });
    }

    private void answered(Running running, Finding finding) {
        registry.change(members -> {
            if (running.over) {
                return; // too late, or no longer wanted
            }
            end(running);
            Probed probed = running.probed;
            note(members, probed, finding);
            probed.waiting = timers.after(rules.interval(), () -> again(probed));
        });
        startDue();
    }

    private void again(Probed probed) {
        registry.exclusively(() -> {
            if (probed.waiting != null) { // otherwise it has left, or is in the queue already
                probed.waiting = null;
                due.add(probed);
            }
        });
        startDue();
    }

    private void note(Members members, Probed probed, Finding finding) {
        switch (finding) {
            case Finding.Well() -> count(members, probed, true, "");
            case Finding.Failed(String why) -> count(members, probed, false, why);
            case Finding.NotAsked(String why) ->
                LOG.log(
                        unableToAsk ? Level.FINE : Level.WARNING,
                        "{0} could not be probed, for want of our own: {1}",
                        new Object[] {probed.backend, why});
        }
        unableToAsk = finding instanceof Finding.NotAsked;
    }

    private void count(Members members, Probed probed, boolean good, String why) {
        probed.goodInARow = good ? probed.goodInARow + 1 : 0;
        probed.badInARow = good ? 0 : probed.badInARow + 1;
        if (probed.unhealthy && probed.goodInARow >= rules.healthyAfter()) {
            probed.unhealthy = false;
            members.healthy(probed.backend, inARow(rules.healthyAfter(), "answered"));
        } else if (!probed.unhealthy && probed.badInARow >= rules.unhealthyAfter()) {
            probed.unhealthy = true;
            members.unhealthy(probed.backend, inARow(rules.unhealthyAfter(), "failed") + ": " + why);
        }
    }

    private static String inARow(int number, String what) {
        return number == 1 ? "a probe " + what : Words.count(number, "probe") + " in a row " + what;
    }
}
