package sevenlayers.balancer.backend;

import java.util.function.Consumer;

/** A Kubernetes cluster that can be asked for the endpoints of a Service. */
@FunctionalInterface
public interface Cluster {
    /** Nothing to ask: the list stays empty. */
    Cluster NONE = (_, _) -> () -> {};

    /**
     * Tells what the Service's endpoints are, and again each time when they change, until the answer is closed. Never waits.
     *
     * @param told is called on one thread at a time
     */
    Following follow(ServiceSource service, Consumer<Found> told);

    /** Ends it. */
    @FunctionalInterface
    interface Following extends AutoCloseable {
        @Override
        void close();
    }
}
