package sevenlayers.balancer.health;

import java.util.function.IntSupplier;
import sevenlayers.balancer.backend.Members;
import sevenlayers.balancer.backend.Registry;

/** The health of one listener's backends: its rules, and the mechanisms that keep them. */
public final class Health {
    private final ActiveChecks checks;
    private final OutlierEjection outliers;
    private final Warming warming;
    private volatile HealthRules rules = HealthRules.STARTING;

    /**
     * With the rules of the start.
     *
     * @param percentile draws a number from 0 to 99
     */
    public Health(Registry registry, Timers timers, Prober prober, IntSupplier percentile) {
        checks = new ActiveChecks(registry, timers, prober);
        outliers = new OutlierEjection(registry, timers, percentile);
        warming = new Warming(registry, timers);
        registry.beforePublishing(members -> {
            checks.reconcile(members);
            outliers.reconcile(members);
            warming.reconcile(members);
        });
        registry.change(members -> use(members, rules));
    }

    /** The rules as they are now. */
    public HealthRules rules() {
        return rules;
    }

    /** Changes the rules, as a part of a change of the registry. */
    public void use(Members members, HealthRules changed) {
        rules = changed;
        members.panicPercent(changed.panicPercent());
        checks.use(members, changed.checks());
        outliers.use(members, changed.outliers());
        warming.use(members, changed.slowStart());
    }
}
