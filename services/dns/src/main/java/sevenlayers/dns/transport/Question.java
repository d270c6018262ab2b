package sevenlayers.dns.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import sevenlayers.wire.Bytes;

/**
 * One message for one server.
 *
 * @param server whom to ask
 * @param protocol over what
 * @param message the whole message, without TCP's length
 * @param patience how long to wait for a reply that is accepted, connecting included; more than nothing
 */
public record Question(InetSocketAddress server, Protocol protocol, Bytes message, Duration patience) {
    private static final int LARGEST_MESSAGE = 0xffff;

    public Question {
        if (message.isEmpty() || message.length() > LARGEST_MESSAGE) {
            throw new IllegalArgumentException("a message has 1 to 65,535 bytes, this one has " + message.length());
        }
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("a reply takes some time; this question waits " + patience);
        }
    }
}
