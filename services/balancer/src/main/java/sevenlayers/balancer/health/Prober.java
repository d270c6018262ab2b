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
     * @param told once, on any thread: empty if all is well, otherwise what is not, as in {@code connection refused}. One that
     *     throws instead has failed, too.
     */
    Attempt start(Checks.Kind how, InetSocketAddress at, Consumer<String> told);

    /** A probe under way. */
    @FunctionalInterface
    interface Attempt {
        /** Its answer is no longer wanted. */
        void cancel();
    }
}
