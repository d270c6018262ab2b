package sevenlayers.node.knobs;

import sevenlayers.node.connection.AgeLimits;
import sevenlayers.node.work.SeededDelay;

/**
 * Every knob of one pod, at one moment.
 *
 * @param latency added to every call before its own work
 * @param errors which calls fail, and how
 * @param concurrencyLimit calls served at the same time; 0 is no limit
 * @param ready whether the pod says that it is ready
 * @param age how old connections get
 */
public record Knobs(SeededDelay latency, Errors errors, int concurrencyLimit, boolean ready, AgeLimits age) {

    /** The highest concurrency limit. */
    public static final int MAX_CONCURRENCY = 100_000;

    /** What a pod starts with: no delay, no errors, no limits, ready. */
    public static final Knobs AT_START = new Knobs(SeededDelay.NONE, Errors.NONE, 0, true, AgeLimits.NONE);

    /**
     * Calls that fail by chance.
     *
     * @param rate their share, 0 to 1
     * @param code the gRPC status code that they fail with, 1 to 16
     * @param seed of the draws
     */
    public record Errors(double rate, int code, long seed) {

        /** None; if the rate alone is turned up, calls fail with 14, UNAVAILABLE. */
        public static final Errors NONE = new Errors(0, 14, 0);
    }
}
