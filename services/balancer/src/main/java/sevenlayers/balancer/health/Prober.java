package sevenlayers.balancer.health;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Probes backends. */
@FunctionalInterface
public interface Prober {
    /**
     * Starts a probe and returns without waiting for it.
     *
     * @param how TCP or GRPC
     * @param told once, on any thread. A probe that throws instead has found out nothing.
     */
    Attempt start(Checks.Kind how, InetSocketAddress at, Consumer<Finding> told);

    /** What a probe found out about a backend. */
    sealed interface Finding {
        /** All is well. */
        record Well() implements Finding {}

        /** Something is not, as in {@code connection refused}. */
        record Failed(String why) implements Finding {}

        /** Nothing: it never left us, for want of a file, a port or memory of our own. */
        record NotAsked(String why) implements Finding {}
    }

    /** A probe under way. */
    @FunctionalInterface
    interface Attempt {
        /** Its answer is no longer wanted. */
        void cancel();
    }
}
