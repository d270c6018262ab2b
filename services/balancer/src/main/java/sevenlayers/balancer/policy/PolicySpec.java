package sevenlayers.balancer.policy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How to choose, as somebody says it: a policy's name and what else was said. {@link Policies} knows what each policy understands, what
 * the limits are, and what is meant where nothing was said.
 *
 * @param name as in {@code round_robin}
 * @param key what is hashed
 * @param tableSize entries in the table, or points on the ring at least
 * @param pointsPerBackend points on the ring for each unit of weight
 * @param loadPercent how far above the mean load a backend may go, in percent of the mean
 * @param choices how many are drawn
 * @param withReplacement whether the same backend may be drawn twice
 * @param measure which time is measured
 * @param decayMillis after how long an observed latency counts 1/e of a new one
 */
public record PolicySpec(
        String name,
        Optional<HashKey> key,
        OptionalInt tableSize,
        OptionalInt pointsPerBackend,
        OptionalInt loadPercent,
        OptionalInt choices,
        Optional<Boolean> withReplacement,
        Optional<LatencyMeasure> measure,
        OptionalLong decayMillis) {

    /** Nothing but a name. */
    public static PolicySpec of(String name) {
        return new PolicySpec(
                name,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    /** Whether it looks into requests, which a connection on L4 does not have. */
    public boolean looksIntoRequests() {
        return key.isPresent() && !(key.get() instanceof HashKey.ClientAddress);
    }

    /** The same with this key. */
    public PolicySpec withKey(HashKey value) {
        return new PolicySpec(
                name,
                Optional.of(value),
                tableSize,
                pointsPerBackend,
                loadPercent,
                choices,
                withReplacement,
                measure,
                decayMillis);
    }

    /** The same with this size of the table or the ring. */
    public PolicySpec withTableSize(int value) {
        return new PolicySpec(
                name,
                key,
                OptionalInt.of(value),
                pointsPerBackend,
                loadPercent,
                choices,
                withReplacement,
                measure,
                decayMillis);
    }

    /** The same with so many points per unit of weight. */
    public PolicySpec withPointsPerBackend(int value) {
        return new PolicySpec(
                name,
                key,
                tableSize,
                OptionalInt.of(value),
                loadPercent,
                choices,
                withReplacement,
                measure,
                decayMillis);
    }

    /** The same with this bound of the load. */
    public PolicySpec withLoadPercent(int value) {
        return new PolicySpec(
                name,
                key,
                tableSize,
                pointsPerBackend,
                OptionalInt.of(value),
                choices,
                withReplacement,
                measure,
                decayMillis);
    }

    /** The same with so many draws. */
    public PolicySpec withChoices(int value) {
        return new PolicySpec(
                name,
                key,
                tableSize,
                pointsPerBackend,
                loadPercent,
                OptionalInt.of(value),
                withReplacement,
                measure,
                decayMillis);
    }

    /** The same, where the same backend may be drawn twice or may not. */
    public PolicySpec withReplacement(boolean value) {
        return new PolicySpec(
                name, key, tableSize, pointsPerBackend, loadPercent, choices, Optional.of(value), measure, decayMillis);
    }

    /** The same with this measure. */
    public PolicySpec withMeasure(LatencyMeasure value) {
        return new PolicySpec(
                name,
                key,
                tableSize,
                pointsPerBackend,
                loadPercent,
                choices,
                withReplacement,
                Optional.of(value),
                decayMillis);
    }

    /** The same with this decay. */
    public PolicySpec withDecayMillis(long value) {
        return new PolicySpec(
                name,
                key,
                tableSize,
                pointsPerBackend,
                loadPercent,
                choices,
                withReplacement,
                measure,
                OptionalLong.of(value));
    }
}
