package sevenlayers.balancer.backend;

import java.util.List;

/**
 * The backends of one listener at one moment: what a policy chooses from.
 *
 * @param version counts the changes of the list, from 0 for the empty list at the start
 * @param backends in the order of their addresses
 */
public record Snapshot(long version, List<Backend> backends) {
    /** No backend is known yet. */
    public static final Snapshot EMPTY = new Snapshot(0, List.of());

    /** Keeps its own copy of the list. */
    public Snapshot {
        backends = List.copyOf(backends);
    }
}
