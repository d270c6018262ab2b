package sevenlayers.balancer.explain;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.policy.Request;

/**
 * A request of which nothing is known but a key: whatever of it a policy hashes, it is that.
 *
 * @param key an IP address, a header's value or a path
 */
record KeyRequest(String key) implements Request {
    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Override
    public InetSocketAddress client() {
        return NOBODY;
    }

    @Override
    public String clientHost() {
        return key;
    }

    @Override
    public Set<Backend> tried() {
        return Set.of();
    }

    /** Time stands still. */
    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public String path() {
        return key;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.of(key);
    }
}
