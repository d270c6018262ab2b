package sevenlayers.node;

import java.util.function.UnaryOperator;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.node.connection.AgeLimits;
import sevenlayers.node.knobs.Knobs;
import sevenlayers.node.knobs.Setting;
import sevenlayers.node.work.SeededDelay;

/** Knobs as the contract says them, from and to what the panel holds. */
final class KnobMessages {

    private KnobMessages() {}

    /**
     * The change that a request asks for: only the fields that are there.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT if one value is not allowed
     */
    static UnaryOperator<Setting> change(sevenlayers.node.v1.Knobs said) {
        Violations violations = new Violations();
        SeededDelay latency = said.hasLatency()
                ? WorkMessages.delay("knobs.latency", said.getLatency(), violations)
                : SeededDelay.NONE;
        violations
                .range("knobs.error_rate", said.getErrorRate(), 0.0, 1.0)
                .range("knobs.concurrency_limit", said.getConcurrencyLimit(), 0, Knobs.MAX_CONCURRENCY)
                .range(
                        "knobs.max_connection_age_grace_millis",
                        said.getMaxConnectionAgeGraceMillis(),
                        0,
                        AgeLimits.MAX_MILLIS);
        if (said.hasErrorCode()) {
            violations.range("knobs.error_code", said.getErrorCode(), 1, 16);
        }
        if (said.getMaxConnectionAgeMillis() != 0) {
            violations.check(
                    said.getMaxConnectionAgeMillis() >= AgeLimits.MIN_AGE_MILLIS
                            && said.getMaxConnectionAgeMillis() <= AgeLimits.MAX_MILLIS,
                    "knobs.max_connection_age_millis",
                    "%,d is out of range; allowed: 0 (no limit), or %,d to %,d"
                            .formatted(
                                    said.getMaxConnectionAgeMillis(), AgeLimits.MIN_AGE_MILLIS, AgeLimits.MAX_MILLIS));
        }
        violations.throwIfAny();
        return setting -> apply(said, latency, setting);
    }

    private static Setting apply(sevenlayers.node.v1.Knobs said, SeededDelay latency, Setting setting) {
        Setting next = setting;
        if (said.hasLatency()) {
            next = next.withLatency(latency);
        }
        if (said.hasErrorRate() || said.hasErrorCode() || said.hasErrorSeed()) {
            Knobs.Errors errors = setting.knobs().errors();
            next = next.withErrors(new Knobs.Errors(
                    said.hasErrorRate() ? said.getErrorRate() : errors.rate(),
                    said.hasErrorCode() ? said.getErrorCode() : errors.code(),
                    said.hasErrorSeed() ? said.getErrorSeed() : errors.seed()));
        }
        if (said.hasConcurrencyLimit()) {
            next = next.withConcurrencyLimit(said.getConcurrencyLimit());
        }
        if (said.hasReady()) {
            next = next.withReady(said.getReady());
        }
        if (said.hasMaxConnectionAgeMillis() || said.hasMaxConnectionAgeGraceMillis()) {
            AgeLimits age = setting.knobs().age();
            next = next.withAge(new AgeLimits(
                    said.hasMaxConnectionAgeMillis() ? said.getMaxConnectionAgeMillis() : age.maxAgeMillis(),
                    said.hasMaxConnectionAgeGraceMillis() ? said.getMaxConnectionAgeGraceMillis() : age.graceMillis()));
        }
        return next;
    }

    /** All knobs, every field there. */
    static sevenlayers.node.v1.Knobs message(Knobs knobs) {
        return sevenlayers.node.v1.Knobs.newBuilder()
                .setLatency(WorkMessages.message(knobs.latency()))
                .setErrorRate(knobs.errors().rate())
                .setErrorCode(knobs.errors().code())
                .setErrorSeed(knobs.errors().seed())
                .setConcurrencyLimit(knobs.concurrencyLimit())
                .setReady(knobs.ready())
                .setMaxConnectionAgeMillis(knobs.age().maxAgeMillis())
                .setMaxConnectionAgeGraceMillis(knobs.age().graceMillis())
                .build();
    }
}
