package sevenlayers.handshake.socket;

import java.util.Set;

/**
 * A descriptor and its events.
 *
 * @param fd below 0 it is passed over
 * @param events asked for, or found
 */
public record PollEntry(int fd, Set<PollEvent> events) {
    public PollEntry {
        events = Set.copyOf(events);
    }
}
