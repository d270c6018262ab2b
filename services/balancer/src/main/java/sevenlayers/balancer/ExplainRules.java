package sevenlayers.balancer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sevenlayers.balancer.explain.Limits;
import sevenlayers.balancer.explain.Subject;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.v1.ExplainRequest;
import sevenlayers.chassis.errors.Violations;

/** What may be asked of {@code Explain}. */
final class ExplainRules {
    private ExplainRules() {}

    /**
     * What is asked.
     *
     * @param keys one for each pick
     * @param named whether the picks are called by their keys; else they are numbered
     */
    record Question(PolicySpec policy, List<Subject> backends, List<String> keys, boolean named) {}

    /**
     * Reads a request.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT with all that is wrong
     */
    static Question read(ExplainRequest request) {
        Violations violations = new Violations();
        PolicySpec policy = PolicyMessages.spec(request.getPolicy(), "policy", request.getBackendsCount(), violations);
        List<Subject> backends = new SubjectRules(violations).read(request.getBackendsList(), "backends", 1);
        boolean hashes = Policies.hashes(policy.name());
        List<String> keys = List.of();
        switch (request.getPicksCase()) {
            case PICKS_NOT_SET ->
                violations.check(
                        false,
                        "count",
                        String.format(
                                Locale.ROOT, "nothing was said; allowed: count of 1 to %,d, or keys", Limits.PICKS));
            case COUNT -> {
                violations.range("count", request.getCount(), 1, Limits.PICKS);
                keys = numbered(request.getCount());
            }
            case KEYS -> {
                violations.check(hashes, "keys", policy.name() + " hashes nothing; allowed for it: count");
                keys = request.getKeys().getKeysList();
                check(keys, violations);
            }
        }
        violations.throwIfAny();
        return new Question(policy, backends, keys, hashes);
    }

    /** The keys of picks that are only counted. */
    private static List<String> numbered(int count) {
        return IntStream.range(0, Math.clamp(count, 0, Limits.PICKS))
                .mapToObj(pick -> "key-" + pick)
                .toList();
    }

    private static void check(List<String> keys, Violations violations) {
        violations.range("keys.keys", keys.size(), 1, Limits.PICKS);
        long all = 0;
        for (int i = 0; i < Math.min(keys.size(), Limits.PICKS); i++) {
            int bytes = keys.get(i).getBytes(StandardCharsets.UTF_8).length;
            violations.check(
                    bytes >= 1 && bytes <= Limits.KEY_BYTES,
                    "keys.keys[" + i + "]",
                    String.format(Locale.ROOT, "it has %,d bytes; allowed: 1 to %,d", bytes, Limits.KEY_BYTES));
            all += bytes;
        }
        violations.check(
                all <= Limits.ALL_KEYS_BYTES,
                "keys.keys",
                String.format(
                        Locale.ROOT,
                        "all keys together have %,d bytes; allowed: at most %,d",
                        all,
                        Limits.ALL_KEYS_BYTES));
    }
}
