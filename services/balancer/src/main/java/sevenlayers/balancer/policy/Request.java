package sevenlayers.balancer.policy;

import java.net.InetSocketAddress;
import java.util.Set;
import sevenlayers.balancer.backend.Backend;

/** What a policy may know of the connection or the request that it chooses for. */
public interface Request {
    /** Who asks. */
    InetSocketAddress client();

    /** Backends that have already turned this very request away; not to be chosen again. */
    Set<Backend> tried();
}
