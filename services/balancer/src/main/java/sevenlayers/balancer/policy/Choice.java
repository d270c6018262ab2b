package sevenlayers.balancer.policy;

import sevenlayers.balancer.backend.Backend;

/** What a policy decided, and why. */
public sealed interface Choice {
    /** Why. */
    Reason reason();

    /**
     * This one.
     *
     * @param backend one of the snapshot's
     */
    record Picked(Backend backend, Reason reason) implements Choice {}

    /** There is none to choose. */
    record Nothing(Reason reason) implements Choice {}
}
