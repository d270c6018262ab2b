package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks what addresses a name has now. */
@FunctionalInterface
public interface LookUp {
    /**
     * The resolved addresses of a host; may block.
     *
     * @throws UnknownHostException if the name has none, or nobody could be asked
     */
    List<InetSocketAddress> lookUp(String host, int port) throws UnknownHostException;
}
