package sevenlayers.balancer;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import sevenlayers.balancer.explain.Limits;
import sevenlayers.balancer.explain.Subject;
import sevenlayers.balancer.policy.HashingPolicy;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.v1.PlanHashingRequest;
import sevenlayers.chassis.errors.Violations;

/** What may be asked of {@code PlanHashing}. */
final class PlanRules {
    private static final int KEYS = 10_000;

    /** Policies whose choice depends on the key alone. */
    private static final List<String> PLANNED = Policies.names().stream()
            .filter(name -> Policies.make(PolicySpec.of(name), new SplittableRandom(0)) instanceof HashingPolicy)
            .toList();

    private PlanRules() {}

    /** What is asked. */
    record Question(PolicySpec policy, List<Subject> backends, Set<String> leave, List<Subject> join, int keys) {}

    /**
     * Reads a request.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with all that is wrong
     */
    static Question read(PlanHashingRequest request) {
        Violations violations = new Violations();
        PolicySpec policy = policy(request, violations);
        SubjectRules rules = new SubjectRules(violations);
        List<Subject> backends = rules.read(request.getBackendsList(), "backends", 1);
        Set<String> leave = leave(request.getLeaveList(), rules, backends.size(), violations);
        List<Subject> join = rules.read(request.getJoinList(), "join", 0);
        int keys = request.hasKeys() ? request.getKeys() : KEYS;
        violations.range("keys", keys, 1, Limits.PLAN_KEYS);
        long all = backends.size() + (long) join.size();
        violations.check(
                keys * all <= Limits.PLAN_WORK,
                "keys",
                String.format(
                        Locale.ROOT,
                        "%,d keys times %,d backends are too many; allowed: a product of %,d at most",
                        keys,
                        all,
                        Limits.PLAN_WORK));
        violations.throwIfAny();
        return new Question(policy, backends, leave, join, keys);
    }

    private static PolicySpec policy(PlanHashingRequest request, Violations violations) {
        String name = request.getPolicy().getName();
        if (Policies.names().contains(name) && !PLANNED.contains(name)) {
            violations.check(
                    false,
                    "policy.name",
                    name + " does not choose by a key alone; allowed: " + String.join(", ", PLANNED));
            return PolicySpec.of(name);
        }
        int most = request.getBackendsCount() + request.getJoinCount();
        return PolicyMessages.spec(request.getPolicy(), "policy", most, violations);
    }

    private static Set<String> leave(List<String> names, SubjectRules rules, int backends, Violations violations) {
        violations.range("leave", names.size(), 0, Limits.BACKENDS);
        Set<String> leave = new HashSet<>();
        for (int i = 0; i < Math.min(names.size(), Limits.BACKENDS); i++) {
            String name = names.get(i);
            violations.check(
                    rules.knows(name),
                    "leave[" + i + "]",
                    Violations.quoted(name) + " is not there; allowed: names of backends");
            violations.check(
                    leave.add(name),
                    "leave[" + i + "]",
                    Violations.quoted(name) + " leaves twice; allowed: each name once");
        }
        violations.check(
                backends == 0 || leave.size() < backends, "leave", "all backends leave; allowed: at least one stays");
        return leave;
    }
}
