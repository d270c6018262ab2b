package sevenlayers.balancer.backend;

import java.net.UnknownHostException;
import java.util.function.Consumer;

/** A Kubernetes cluster that can be asked for the endpoints of a Service. */
@FunctionalInterface
public interface Cluster {
    /** Nothing to ask: the list stays empty. */
    Cluster NONE = (_, _) -> () -> {};

    /**
     * Passes if there is a cluster that can be asked; whether it answers is another matter.
     *
     * @throws UnknownHostException there is none; the message says why
     */
    default void requireHere() throws UnknownHostException {}

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
