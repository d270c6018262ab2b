package sevenlayers.balancer.l4;

import java.time.Duration;

/**
 * What a connection may have of us.
 *
 * @param connectTimeout after this a backend counts as not reachable and the next one is tried
 * @param idle a pair of connections on which no byte has moved for this long is closed
 * @param connections from clients that may be open at a time; further ones are refused
 */
public record Limits(Duration connectTimeout, Duration idle, int connections) {
    /** Unless something else is said. An hour: longer than the keepalives of those who mean to stay, which come every few minutes. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), Duration.ofHours(1), 10_000);

    /** How long a client may take to send the PROXY header; spec §2 asks for at least three seconds, a retransmission. */
    static final Duration HEADER_WITHIN = Duration.ofSeconds(5);

    /** How long a decision waits for the server's name in the client's first bytes; the connection does not wait. */
    static final Duration NAME_WITHIN = Duration.ofMillis(200);
}
