package sevenlayers.balancer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.simulator.Outcome;
import sevenlayers.balancer.simulator.Run;
import sevenlayers.balancer.simulator.Scenario;

/**
 * A scenario and the policies to send through it.
 *
 * @param policies each without problems
 */
record Simulation(Scenario scenario, List<PolicySpec> policies) {
    Simulation {
        policies = List.copyOf(policies);
    }

    /**
     * Runs one policy after the other.
     *
     * @throws java.util.concurrent.CancellationException it was stopped
     */
    List<Outcome> run(BooleanSupplier stop) {
        List<Outcome> outcomes = new ArrayList<>();
        for (PolicySpec policy : policies) {
            outcomes.add(Run.of(scenario, random -> Policies.make(policy, random), stop));
        }
        return outcomes;
    }
}
