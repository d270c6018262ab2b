package sevenlayers.client.drive;

import sevenlayers.chassis.errors.Violations;
import sevenlayers.node.v1.Delay;
import sevenlayers.node.v1.Work;

/**
 * The limits of {@code sevenlayers.node.v1.Work}, held here too: a drive that could only come to 100,000 times INVALID_ARGUMENT says so
 * before it begins.
 */
final class WorkRules {

    private static final long LONGEST_MICROS = 60_000_000;
    private static final int MOST_PAYLOAD_BYTES = 1_048_576;
    private static final int LONGEST_MESSAGE = 1_024;

    private static final String DISTRIBUTIONS =
            "no distribution was said; allowed: fixed, uniform, exponential, log_normal";

    private WorkRules() {}

    /** @param field what the work is called in the request */
    static void check(String field, Work work, Violations violations) {
        if (work.hasDelay()) {
            delay(field + ".delay", work.getDelay(), violations);
        }
        violations.range(field + ".cpu_micros", work.getCpuMicros(), 0, LONGEST_MICROS);
        violations.range(field + ".payload_bytes", work.getPayloadBytes(), 0, MOST_PAYLOAD_BYTES);
        if (work.hasFailure()) {
            violations.range(field + ".failure.code", work.getFailure().getCode(), 1, 16);
            String message = work.getFailure().getMessage();
            int length = message.codePointCount(0, message.length());
            violations.check(
                    length <= LONGEST_MESSAGE,
                    field + ".failure.message",
                    "is %,d characters long; allowed: up to %,d".formatted(length, LONGEST_MESSAGE));
        }
    }

    private static void delay(String field, Delay delay, Violations violations) {
        switch (delay.getDistributionCase()) {
            case FIXED -> micros(field + ".fixed.delay_micros", delay.getFixed().getDelayMicros(), violations);
            case UNIFORM -> {
                long min = delay.getUniform().getMinMicros();
                micros(field + ".uniform.min_micros", min, violations);
                violations.range(
                        field + ".uniform.max_micros",
                        delay.getUniform().getMaxMicros(),
                        Math.clamp(min, 0, LONGEST_MICROS),
                        LONGEST_MICROS);
            }
            case EXPONENTIAL ->
                micros(
                        field + ".exponential.mean_micros",
                        delay.getExponential().getMeanMicros(),
                        violations);
            case LOG_NORMAL -> {
                micros(field + ".log_normal.median_micros", delay.getLogNormal().getMedianMicros(), violations);
                violations.range(
                        field + ".log_normal.sigma", delay.getLogNormal().getSigma(), 0.0, 4.0);
            }
            case DISTRIBUTION_NOT_SET -> violations.check(false, field, DISTRIBUTIONS);
        }
    }

    private static void micros(String field, long value, Violations violations) {
        violations.range(field, value, 0, LONGEST_MICROS);
    }
}
