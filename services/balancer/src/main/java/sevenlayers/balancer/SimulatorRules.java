package sevenlayers.balancer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevenlayers.balancer.health.SlowStart;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.simulator.Arrivals;
import sevenlayers.balancer.simulator.Keys;
import sevenlayers.balancer.simulator.Scenario;
import sevenlayers.balancer.simulator.SimulatedBackend;
import sevenlayers.balancer.simulator.Work;
import sevenlayers.balancer.v1.Bursts;
import sevenlayers.balancer.v1.SimulateRequest;
import sevenlayers.balancer.v1.SimulatedArrivals;
import sevenlayers.chassis.errors.Violations;

/** What a simulation may be, and what is meant where nothing was said. */
final class SimulatorRules {
    private static final int MOST_POLICIES = 16;
    private static final int MOST_BALANCERS = 100;
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int MOST_KEYS = 10_000;
    private static final int REQUESTS = 100_000;
    private static final double LOAD = 0.8;
    private static final double LEAST_RATE = 0.1;
    private static final double MOST_RATE = 1_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SimulateRequest request;
    private final Violations violations = new Violations();

    private SimulatorRules(SimulateRequest request) {
        this.request = request;
    }

    /**
     * Reads a request.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with all that is wrong
     */
    static Simulation read(SimulateRequest request) {
        return new SimulatorRules(request).read();
    }

    private Simulation read() {
        List<SimulatedBackend> backends = new SimulatedBackendRules(violations).read(request.getBackendsList());
        List<PolicySpec> policies = policies(backends.size());
        violations.range("balancers", balancers(), 1, MOST_BALANCERS);
        violations.range("requests", requests(), 1, MOST_REQUESTS);
        violations.range("warm_up", warmUp(), 0, Math.max(0, requests() - 1));
        Keys keys = keys();
        SlowStart slowStart = slowStart();
        checkArrivals();
        violations.throwIfAny(); // what follows calculates with all of it
        Arrivals arrivals = arrivals(backends);
        violations.throwIfAny();
        Scenario scenario =
                new Scenario(backends, arrivals, keys, balancers(), slowStart, requests(), warmUp(), request.getSeed());
        checkSize(scenario, policies);
        violations.throwIfAny();
        return new Simulation(scenario, policies);
    }

    private List<PolicySpec> policies(int backends) {
        violations.range("policies", request.getPoliciesCount(), 1, MOST_POLICIES);
        List<PolicySpec> policies = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_POLICIES, request.getPoliciesCount()); i++) {
            policies.add(PolicyMessages.spec(request.getPolicies(i), "policies[" + i + "]", backends, violations));
        }
        return policies;
    }

    private int balancers() {
        return request.hasBalancers() ? request.getBalancers() : 1;
    }

    private int requests() {
        return request.hasRequests() ? request.getRequests() : REQUESTS;
    }

    private int warmUp() {
        return request.hasWarmUp() ? request.getWarmUp() : requests() / 10;
    }

    private Keys keys() {
        int count = request.getKeys().hasCount() ? request.getKeys().getCount() : MOST_KEYS;
        violations.range("keys.count", count, 1, MOST_KEYS);
        violations.range("keys.skew", request.getKeys().getSkew(), 0, 3);
        return new Keys(count, request.getKeys().getSkew());
    }

    /** The settings' own rules and defaults: it is the same slow start. */
    private SlowStart slowStart() {
        sevenlayers.balancer.v1.SlowStart said = request.getSlowStart();
        double aggression = said.hasAggression() ? said.getAggression() : 1;
        int minimum = said.hasMinimumPercent() ? said.getMinimumPercent() : 10;
        violations.range("slow_start.window_millis", said.getWindowMillis(), 0, 600_000);
        violations.range("slow_start.aggression", aggression, 0.1, 10);
        violations.range("slow_start.minimum_percent", minimum, 1, 100);
        return new SlowStart(Duration.ofMillis(Math.max(0, said.getWindowMillis())), aggression, minimum);
    }

    private void checkArrivals() {
        SimulatedArrivals said = request.getArrivals();
        switch (said.getRateCase()) {
            case PER_SECOND -> violations.range("arrivals.per_second", said.getPerSecond(), LEAST_RATE, MOST_RATE);
            case LOAD -> violations.range("arrivals.load", said.getLoad(), 0.01, 10);
            case RATE_NOT_SET -> {}
        }
        if (said.hasBursts()) {
            Bursts bursts = said.getBursts();
            violations.range("arrivals.bursts.factor", bursts.getFactor(), 1, 100);
            violations.range("arrivals.bursts.percent", bursts.getPercent(), 1, 99);
            violations.range("arrivals.bursts.mean_millis", bursts.getMeanMillis(), 1, 1_000_000);
            violations.check(
                    !(bursts.getFactor() * bursts.getPercent() > 100),
                    "arrivals.bursts",
                    "factor times percent is " + bursts.getFactor() * bursts.getPercent()
                            + ", so that less than nothing would be left for the rest of the time; allowed: 100 at most");
        }
    }

    private Arrivals arrivals(List<SimulatedBackend> backends) {
        SimulatedArrivals said = request.getArrivals();
        double capacity =
                backends.stream().mapToDouble(SimulatedBackend::perSecond).sum();
        double rate = switch (said.getRateCase()) {
            case PER_SECOND -> said.getPerSecond();
            case LOAD -> said.getLoad() * capacity;
            case RATE_NOT_SET -> LOAD * capacity;
        };
        violations.check(
                rate >= LEAST_RATE && rate <= MOST_RATE,
                "arrivals",
                "that load is " + rate + " requests a second; allowed: " + LEAST_RATE + " to " + MOST_RATE);
        if (!said.hasBursts()) {
            return new Arrivals.Poisson(rate);
        }
        Bursts bursts = said.getBursts();
        return new Arrivals.Bursty(
                rate, bursts.getFactor(), bursts.getPercent() / 100, bursts.getMeanMillis() * (double) NANOS_PER_MILLI);
    }

    private void checkSize(Scenario scenario, List<PolicySpec> policies) {
        atMost(
                Work.MOST_VIEWS,
                (long) scenario.balancers() * scenario.backends().size(),
                "balancers",
                "balancers times backends");
        atMost(
                Work.MOST_ENTRIES,
                Work.entries(scenario, policies),
                "policies",
                "balancers times the entries of a table or ring");
        atMost(
                Work.MOST_LOOKS,
                Work.looks(scenario, policies),
                "requests",
                "the looks that requests and changes of the list cost with all the policies");
    }

    private void atMost(long most, long value, String field, String what) {
        violations.check(
                value <= most,
                field,
                String.format(Locale.ROOT, "%s are %,d; allowed: at most %,d", what, value, most));
    }
}
