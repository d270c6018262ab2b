package sevenlayers.node;

import sevenlayers.chassis.errors.Violations;
import sevenlayers.node.v1.ExponentialDelay;
import sevenlayers.node.v1.FixedDelay;
import sevenlayers.node.v1.LogNormalDelay;
import sevenlayers.node.v1.UniformDelay;
import sevenlayers.node.work.Delay;
import sevenlayers.node.work.SeededDelay;
import sevenlayers.node.work.Work;

/** Work as the contract says it, from and to what the engine takes. What is not allowed is written to the violations. */
final class WorkMessages {

    private static final String DISTRIBUTIONS =
            "no distribution was said; allowed: fixed, uniform, exponential, log_normal";

    private WorkMessages() {}

    /**
     * The work in a request's field {@code work}.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT if it is not allowed
     */
    static Work work(sevenlayers.node.v1.Work message) {
        Violations violations = new Violations();
        Work work = work(message, violations);
        violations.throwIfAny();
        return work;
    }

    /** The work in a request's field {@code work}. */
    static Work work(sevenlayers.node.v1.Work message, Violations violations) {
        violations
                .range("work.cpu_micros", message.getCpuMicros(), 0, Work.MAX_CPU_MICROS)
                .range("work.payload_bytes", message.getPayloadBytes(), 0, Work.MAX_PAYLOAD_BYTES);
        return new Work(
                message.hasDelay() ? delay("work.delay", message.getDelay(), violations) : SeededDelay.NONE,
                message.getCpuMicros(),
                message.hasFailure()
                        ? failure(message.getFailure(), violations)
                        : new Work.Answer(message.getPayloadBytes()));
    }

    private static Work.Failure failure(sevenlayers.node.v1.Failure message, Violations violations) {
        int characters =
                message.getMessage().codePointCount(0, message.getMessage().length());
        violations
                .range("work.failure.code", message.getCode(), 1, 16)
                .check(
                        characters <= Work.MAX_FAILURE_MESSAGE,
                        "work.failure.message",
                        "it has " + characters + " characters; allowed: up to " + Work.MAX_FAILURE_MESSAGE);
        return new Work.Failure(message.getCode(), message.getMessage());
    }

    /** The delay in this field. */
    static SeededDelay delay(String field, sevenlayers.node.v1.Delay message, Violations violations) {
        Delay delay = switch (message.getDistributionCase()) {
            case FIXED -> {
                long micros = message.getFixed().getDelayMicros();
                micros(field + ".fixed.delay_micros", micros, 0, violations);
                yield new Delay.Fixed(micros);
            }
            case UNIFORM -> {
                UniformDelay uniform = message.getUniform();
                micros(field + ".uniform.min_micros", uniform.getMinMicros(), 0, violations);
                micros(field + ".uniform.max_micros", uniform.getMaxMicros(), uniform.getMinMicros(), violations);
                yield new Delay.Uniform(uniform.getMinMicros(), uniform.getMaxMicros());
            }
            case EXPONENTIAL -> {
                long mean = message.getExponential().getMeanMicros();
                micros(field + ".exponential.mean_micros", mean, 0, violations);
                yield new Delay.Exponential(mean);
            }
            case LOG_NORMAL -> {
                LogNormalDelay logNormal = message.getLogNormal();
                micros(field + ".log_normal.median_micros", logNormal.getMedianMicros(), 0, violations);
                violations.range(field + ".log_normal.sigma", logNormal.getSigma(), 0.0, Delay.MAX_SIGMA);
                yield new Delay.LogNormal(logNormal.getMedianMicros(), logNormal.getSigma());
            }
            case DISTRIBUTION_NOT_SET -> {
                violations.check(false, field, DISTRIBUTIONS);
                yield Delay.NONE;
            }
        };
        return new SeededDelay(delay, message.getSeed());
    }

    private static void micros(String field, long micros, long min, Violations violations) {
        // A minimum that is itself out of range has its own line; it must not make this one absurd.
        violations.range(field, micros, Math.clamp(min, 0, Delay.MAX_MICROS), Delay.MAX_MICROS);
    }

    /** The delay as the contract says it. */
    static sevenlayers.node.v1.Delay message(SeededDelay seeded) {
        sevenlayers.node.v1.Delay.Builder message =
                sevenlayers.node.v1.Delay.newBuilder().setSeed(seeded.seed());
        switch (seeded.delay()) {
            case Delay.Fixed(long micros) ->
                message.setFixed(FixedDelay.newBuilder().setDelayMicros(micros));
            case Delay.Uniform(long min, long max) ->
                message.setUniform(UniformDelay.newBuilder().setMinMicros(min).setMaxMicros(max));
            case Delay.Exponential(long mean) ->
                message.setExponential(ExponentialDelay.newBuilder().setMeanMicros(mean));
            case Delay.LogNormal(long median, double sigma) ->
                message.setLogNormal(
                        LogNormalDelay.newBuilder().setMedianMicros(median).setSigma(sigma));
        }
        return message.build();
    }
}
