package sevenlayers.balancer;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sevenlayers.balancer.policy.HashKey;
import sevenlayers.balancer.policy.LatencyMeasure;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.v1.Policy;
import sevenlayers.chassis.errors.Violations;

/** A policy as the contract has it, and as we have it. */
final class PolicyMessages {
    private PolicyMessages() {}

    /**
     * Reads a policy.
     *
     * @param path of the message in the request, as in {@code settings.policy}
     * @param backends that the policy must be able to place
     * @param violations is told all that is wrong; if there is anything, the result must not be used
     */
    static PolicySpec spec(Policy message, String path, int backends, Violations violations) {
        violations.oneOf(path + ".name", message.getName(), Policies.names());
        boolean address = message.getKey().getOfCase() != sevenlayers.balancer.v1.HashKey.OfCase.CLIENT_ADDRESS
                || message.getKey().getClientAddress();
        violations.check(address, path + ".key.client_address", "false means nothing; allowed: true");
        boolean wholePath = message.getKey().getOfCase() != sevenlayers.balancer.v1.HashKey.OfCase.PATH
                || message.getKey().getPath();
        violations.check(wholePath, path + ".key.path", "false means nothing; allowed: true");
        violations.check(
                message.getMeasure() != sevenlayers.balancer.v1.LatencyMeasure.UNRECOGNIZED,
                path + ".measure",
                "not a measure; allowed: LATENCY_MEASURE_FIRST_RESPONSE, LATENCY_MEASURE_WHOLE_CALL");
        PolicySpec spec = said(message);
        if (!Policies.names().contains(spec.name())) {
            return spec;
        }
        Policies.problems(spec, backends)
                .forEach(problem -> violations.check(false, path + "." + problem.field(), problem.what()));
        return violations.none() ? Policies.complete(spec) : spec;
    }

    /**
     * Refuses a policy that looks into requests on a listener that sees none.
     *
     * @param path as for {@link #spec}
     */
    static void checkForL4(PolicySpec spec, String path, Violations violations) {
        violations.check(
                !spec.looksIntoRequests(),
                path + ".key",
                "L4 sees connections, and no headers or paths inside them; allowed on L4: client_address");
    }

    /** The policy as it is, with what was not said filled in. */
    static Policy message(PolicySpec spec) {
        Policy.Builder message = Policy.newBuilder().setName(spec.name());
        spec.key().ifPresent(key -> message.setKey(key(key)));
        spec.tableSize().ifPresent(message::setTableSize);
        spec.pointsPerBackend().ifPresent(message::setPointsPerBackend);
        spec.loadPercent().ifPresent(message::setLoadPercent);
        spec.choices().ifPresent(message::setChoices);
        spec.withReplacement().ifPresent(message::setWithReplacement);
        spec.measure().ifPresent(measure -> message.setMeasure(measure(measure)));
        spec.decayMillis().ifPresent(message::setDecayMillis);
        return message.build();
    }

    private static PolicySpec said(Policy message) {
        return new PolicySpec(
                message.getName(),
                message.hasKey() ? key(message.getKey()) : Optional.empty(),
                message.hasTableSize() ? OptionalInt.of(message.getTableSize()) : OptionalInt.empty(),
                message.hasPointsPerBackend() ? OptionalInt.of(message.getPointsPerBackend()) : OptionalInt.empty(),
                message.hasLoadPercent() ? OptionalInt.of(message.getLoadPercent()) : OptionalInt.empty(),
                message.hasChoices() ? OptionalInt.of(message.getChoices()) : OptionalInt.empty(),
                message.hasWithReplacement() ? Optional.of(message.getWithReplacement()) : Optional.empty(),
                measure(message.getMeasure()),
                message.hasDecayMillis() ? OptionalLong.of(message.getDecayMillis()) : OptionalLong.empty());
    }

    private static Optional<HashKey> key(sevenlayers.balancer.v1.HashKey message) {
        return switch (message.getOfCase()) {
            case OF_NOT_SET -> Optional.empty();
            case CLIENT_ADDRESS -> Optional.of(new HashKey.ClientAddress());
            case HEADER -> Optional.of(new HashKey.Header(message.getHeader()));
            case PATH -> Optional.of(new HashKey.Path());
        };
    }

    private static sevenlayers.balancer.v1.HashKey key(HashKey key) {
        sevenlayers.balancer.v1.HashKey.Builder message = sevenlayers.balancer.v1.HashKey.newBuilder();
        return switch (key) {
            case HashKey.ClientAddress() -> message.setClientAddress(true).build();
            case HashKey.Header(String name) -> message.setHeader(name).build();
            case HashKey.Path() -> message.setPath(true).build();
        };
    }

    private static Optional<LatencyMeasure> measure(sevenlayers.balancer.v1.LatencyMeasure message) {
        return switch (message) {
            case LATENCY_MEASURE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
            case LATENCY_MEASURE_FIRST_RESPONSE -> Optional.of(LatencyMeasure.FIRST_RESPONSE);
            case LATENCY_MEASURE_WHOLE_CALL -> Optional.of(LatencyMeasure.WHOLE_CALL);
        };
    }

    private static sevenlayers.balancer.v1.LatencyMeasure measure(LatencyMeasure measure) {
        return switch (measure) {
            case FIRST_RESPONSE -> sevenlayers.balancer.v1.LatencyMeasure.LATENCY_MEASURE_FIRST_RESPONSE;
            case WHOLE_CALL -> sevenlayers.balancer.v1.LatencyMeasure.LATENCY_MEASURE_WHOLE_CALL;
        };
    }
}
