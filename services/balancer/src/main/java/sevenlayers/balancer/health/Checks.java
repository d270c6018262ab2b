package sevenlayers.balancer.health;

import java.time.Duration;

/**
 * Probes that the balancer makes itself.
 *
 * @param kind how to probe
 * @param interval from the end of one probe to the start of the next
 * @param timeout a probe that is not answered in this time has failed
 * @param unhealthyAfter failed probes in a row that make a backend unhealthy
 * @param healthyAfter good probes in a row that make it healthy again
 */
public record Checks(Kind kind, Duration interval, Duration timeout, int unhealthyAfter, int healthyAfter) {
    /** How to probe a backend. */
    public enum Kind {
        /** Not at all. */
        NONE,
        /** A TCP connection opens. */
        TCP,
        /** {@code grpc.health.v1.Health/Check} of the whole server answers SERVING. */
        GRPC
    }

    /** From the start: no probes. */
    public static final Checks STARTING = new Checks(Kind.NONE, Duration.ofSeconds(1), Duration.ofMillis(500), 2, 2);
}
