package sevenlayers.dns.server;

import java.time.Duration;

/**
 * How much a server bears of those who connect over TCP (RFC 7766 §6.2.3, §10).
 *
 * @param idle how long a connection may stand still, whether a message was begun or not
 * @param idleCrowded the same while more than half of the connections are taken
 * @param connections the most at one time
 * @param perClient the most of one address
 * @param pipelined the most questions of one connection that are not answered yet; further ones wait unread
 * @param unsentBytes replies that one connection has not taken; while there are more, no question of it is read
 */
public record Patience(
        Duration idle, Duration idleCrowded, int connections, int perClient, int pipelined, int unsentBytes) {

    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(2), 1000, 250, 100, 1 << 20);

    public Patience {
        if (!idle.isPositive() || !idleCrowded.isPositive()) {
            throw new IllegalArgumentException("a connection may stand still for some time");
        }
        if (connections < 1 || perClient < 1 || pipelined < 1 || unsentBytes < 1) {
            throw new IllegalArgumentException("each limit is one at least");
        }
    }
}
