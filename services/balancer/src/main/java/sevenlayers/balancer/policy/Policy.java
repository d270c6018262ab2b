package sevenlayers.balancer.policy;

import sevenlayers.balancer.backend.Snapshot;

/** Chooses a backend for a connection or a request. Called by many threads at once; never waits. */
public interface Policy {
    /** Its name, as in {@code round_robin}. */
    String name();

    /** Chooses one of the snapshot's candidates that the request has not tried yet, or says why it cannot. */
    Choice select(Snapshot snapshot, Request request);

    /** Makes what it needs for a snapshot (a table, a ring) before the first request meets it. Called off the data path. */
    default void prepare(Snapshot snapshot) {}
}
