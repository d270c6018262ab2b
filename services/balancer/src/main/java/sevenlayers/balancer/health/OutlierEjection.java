package sevenlayers.balancer.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Members;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.State;

/**
 * Ejects a backend whose calls fail: after so many in a row at once, by its numbers beside the others' once an interval.
 *
 * <p>gRFC A50, with two differences. Failures in a row are Envoy's; A50 leaves them out. And an ejected backend comes back when its time
 * is over, not at the next look after that: what an event says is what happens. State is under the registry's lock.
 */
final class OutlierEjection {
    /** A backend's history. A50: "the latest ejection timestamp", "the current ejection time multiplier, starting at 0". */
    private static final class History {
        final Backend backend;
        long succeededBefore;
        long failedBefore;
        int multiplier;
        boolean ejected;
        boolean ejectedSinceLook;
        long ejectedAtNanos;
        String cause = "";
        Timers.@Nullable Handle end;

        History(Backend backend) {
            this.backend = backend;
            mark();
        }

        void mark() {
            succeededBefore = backend.succeeded();
            failedBefore = backend.failed();
        }
    }

    /** A backend's calls in one interval. A50: "the number of successes and failures since the last time the timer triggered". */
    private record Calls(History of, long succeeded, long failed) {
        long all() {
            return succeeded + failed;
        }

        double successRate() {
            return (double) succeeded / all();
        }

        double failurePercent() {
            return 100.0 * failed / all();
        }
    }

    private final Registry registry;
    private final Timers timers;
    private final IntSupplier percentile;
    private final Map<Backend, History> all = new HashMap<>();

    /** Those that failed too often and are not yet, or cannot now be ejected: one more failure of them is no news. */
    private final Set<Backend> alarmed = ConcurrentHashMap.newKeySet();

    private Outliers rules = Outliers.STARTING;
    private long sweptAtNanos;
    private Timers.@Nullable Handle sweep;

    /**
     * Off.
     *
     * @param percentile draws a number from 0 to 99
     */
    OutlierEjection(Registry registry, Timers timers, IntSupplier percentile) {
        this.registry = registry;
        this.timers = timers;
        this.percentile = percentile;
    }

    /** Changes the rules. Ejections go on, for as long as the new ones say; without any, they end. */
    void use(Members members, Outliers changed) {
        if (changed.equals(rules)) {
            return;
        }
        boolean begins = !rules.enabled();
        rules = changed;
        alarmed.clear();
        if (sweep != null) {
            sweep.cancel();
            sweep = null;
        }
        if (!rules.enabled()) {
            all.values().forEach(history -> forget(history));
            all.keySet().forEach(backend -> members.readmit(backend, "outlier detection was switched off"));
            all.clear();
            return;
        }
        if (begins) {
            sweptAtNanos = timers.nanoTime();
        }
        reconcile(members);
        all.values().forEach(this::watch);
        all.values().stream().filter(history -> history.ejected).forEach(history -> schedule(members, history));
        // A50: "start the timer for the configured interval minus the difference between the current time and the
        // previous start"
        sweepIn(rules.interval().minusNanos(timers.nanoTime() - sweptAtNanos));
    }

    /** Begins with backends that are new, and ends with those that have left. */
    void reconcile(Members members) {
        if (!rules.enabled()) {
            return;
        }
        List<Backend> listed = members.backends();
        listed.forEach(backend -> all.computeIfAbsent(backend, _ -> watch(new History(backend))));
        if (all.size() > listed.size()) {
            Set<Backend> staying = new HashSet<>(listed);
            all.values().removeIf(history -> {
                boolean gone = !staying.contains(history.backend);
                if (gone) {
                    forget(history);
                }
                return gone;
            });
        }
    }

    private History watch(History history) {
        history.backend.alarm(
                rules.consecutiveFailures() == 0
                        ? null
                        : new Backend.Alarm(rules.consecutiveFailures(), this::failedTooOften));
        return history;
    }

    private void forget(History history) {
        history.backend.alarm(null);
        alarmed.remove(history.backend);
        if (history.end != null) {
            history.end.cancel();
        }
    }

    // ---- Failures in a row

    /** On the thread of the call that failed: the work is done elsewhere. */
    private void failedTooOften(Backend backend) {
        if (alarmed.add(backend)) {
            timers.soon(this::ejectAlarmed);
        }
    }

    private void ejectAlarmed() {
        registry.change(members -> {
            int atMost = rules.consecutiveFailures();
            for (Backend backend : members.backends()) {
                if (!alarmed.contains(backend)) {
                    continue;
                }
                History history = all.get(backend);
                if (!rules.enabled() || atMost == 0 || history == null || backend.failedInARow() < atMost) {
                    alarmed.remove(backend); // a call went well in the meantime, or the rules have changed
                } else if (mayBeEjected(members, history)) {
                    eject(members, history, Words.count(atMost, "call") + " in a row failed");
                }
            }
        });
    }

    // ---- Numbers

    private void sweepIn(Duration delay) {
        sweep = timers.after(delay.isNegative() ? Duration.ZERO : delay, () -> registry.change(this::sweep));
    }

    private void sweep(Members members) {
        if (!rules.enabled()) {
            return;
        }
        sweptAtNanos = timers.nanoTime();
        List<Calls> calls = new ArrayList<>();
        for (Backend backend : members.backends()) {
            History history = all.get(backend);
            if (history != null) {
                calls.add(new Calls(
                        history,
                        backend.succeeded() - history.succeededBefore,
                        backend.failed() - history.failedBefore));
                history.mark();
            }
        }
        if (rules.stdevFactor() > 0) {
            bySuccessRate(members, calls);
        }
        if (rules.failurePercent() > 0) {
            byFailurePercentage(members, calls);
        }
        all.values().forEach(OutlierEjection::forgive);
        alarmed.removeIf(backend -> !ejected(backend)); // those that the percentage did not let go are asked again
        sweepIn(rules.interval());
    }

    /**
     * A50: "If the address is not ejected and the multiplier is greater than 0, decrease the multiplier by 1." There an ejection ends
     * at a look, so that a whole interval lies before this; here one that has just come back waits for the next look.
     */
    private static void forgive(History history) {
        if (!history.ejected && !history.ejectedSinceLook && history.multiplier > 0) {
            history.multiplier--;
        }
        history.ejectedSinceLook = history.ejected;
    }

    private void bySuccessRate(Members members, List<Calls> calls) {
        List<Calls> enough = calls.stream()
                .filter(each -> each.all() >= rules.successRateVolume())
                .toList();
        if (enough.size() < rules.successRateHosts()) {
            return;
        }
        SuccessRates rates =
                SuccessRates.of(enough.stream().map(Calls::successRate).toList(), rules.stdevFactor());
        for (Calls each : enough) {
            // A50: "less than (mean - stdev * (stdev_factor / 1000))"
            if (each.successRate() < rates.required() && mayBeEjected(members, each.of()) && enforced()) {
                eject(
                        members,
                        each.of(),
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of %d calls went well, less than %.1f %% (mean %.1f %% - %s standard deviations of %.1f %%)",
                                100 * each.successRate(),
                                each.all(),
                                100 * rates.required(),
                                100 * rates.mean(),
                                rules.stdevFactor() / 1000.0,
                                100 * rates.stdev()));
            }
        }
    }

    private void byFailurePercentage(Members members, List<Calls> calls) {
        List<Calls> enough = calls.stream()
                .filter(each -> each.all() >= rules.failureVolume())
                .toList();
        // A50 counts all addresses here; Envoy, and our contract, those with enough calls.
        if (enough.size() < rules.failureHosts()) {
            return;
        }
        for (Calls each : enough) {
            // A50: "If the address's failure percentage is greater than failure_percentage_ejection.threshold"
            if (each.failurePercent() > rules.failurePercent() && mayBeEjected(members, each.of()) && enforced()) {
                eject(
                        members,
                        each.of(),
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of %d calls failed, more than %d %%",
                                each.failurePercent(),
                                each.all(),
                                rules.failurePercent()));
            }
        }
    }

    /** A50: "choose a random integer in [0, 100). If that number is less than enforcement_percentage, eject that address." */
    private boolean enforced() {
        return percentile.getAsInt() < rules.enforcingPercent();
    }

    // ---- Out and in again

    private boolean mayBeEjected(Members members, History history) {
        State state = members.state(history.backend);
        int ejected = (int) all.values().stream().filter(each -> each.ejected).count();
        return state != null && state.usable() && !history.ejected && rules.allowsOneMore(ejected, all.size());
    }

    private boolean ejected(Backend backend) {
        History history = all.get(backend);
        return history != null && history.ejected;
    }

    private void eject(Members members, History history, String cause) {
        history.ejected = true;
        history.ejectedSinceLook = true;
        history.ejectedAtNanos = timers.nanoTime();
        history.multiplier++;
        history.cause = cause;
        schedule(members, history);
    }

    private void schedule(Members members, History history) {
        if (history.end != null) {
            history.end.cancel();
        }
        Duration lasts = rules.ejection(history.multiplier);
        members.eject(history.backend, history.cause + "; ejected for " + Words.text(lasts));
        Duration left = lasts.minusNanos(timers.nanoTime() - history.ejectedAtNanos);
        history.end = timers.after(
                left.isNegative() ? Duration.ZERO : left, () -> registry.change(now -> readmit(now, history, lasts)));
    }

    private void readmit(Members members, History history, Duration lasted) {
        if (all.get(history.backend) != history || !history.ejected) {
            return;
        }
        history.ejected = false;
        history.end = null;
        history.backend.forgetFailures();
        alarmed.removeIf(backend -> !ejected(backend)); // there is room for another one now
        members.readmit(history.backend, "its ejection of " + Words.text(lasted) + " is over");
    }
}
