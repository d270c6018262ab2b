package sevenlayers.balancer.backend;

import org.jspecify.annotations.Nullable;

/**
 * A backend's state has changed, or a listener's panic has begun or ended.
 *
 * @param backend whose; null for a panic
 * @param from as it was; null for a backend that has just been listed, and for a panic
 * @param to as it is; null for a backend that has left the list, and for a panic
 * @param cause why, as in {@code 5 calls in a row failed; ejected for 30 s}
 */
public record Transition(
        @Nullable Backend backend,
        @Nullable State from,
        @Nullable State to,
        String cause) {}
