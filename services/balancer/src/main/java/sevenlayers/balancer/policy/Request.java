package sevenlayers.balancer.policy;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import sevenlayers.balancer.backend.Backend;

/** What a policy may know of the connection or the request that it chooses for. */
public interface Request {
    /** Who asks. */
    InetSocketAddress client();

    /** Who asks, by IP address alone: as text, the key that hashing policies hash if nothing else is said. */
    default String clientHost() {
        return client().getAddress().getHostAddress();
    }

    /** Backends that have already turned this very request away; not to be chosen again. */
    Set<Backend> tried();

    /** When it asks, on a clock that only ever goes forward. */
    long nanoTime();

    /** L7: the request's path, as in {@code /sevenlayers.node.v1.NodeService/Work}. Empty on L4. */
    default String path() {
        return "";
    }

    /**
     * L7: the first header of that name, or empty if there is none. On L4 there are no headers.
     *
     * @param name in lower case
     */
    default Optional<String> header(String name) {
        return Optional.empty();
    }
}
