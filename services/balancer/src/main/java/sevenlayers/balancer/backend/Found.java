package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * What a source means at one moment.
 *
 * @param addresses all that are to be listed
 * @param leaving those of them that must get nothing new, each with why: what they have goes on
 * @param pods whose the addresses are, as far as the source knows
 */
public record Found(
        List<InetSocketAddress> addresses,
        Map<InetSocketAddress, String> leaving,
        Map<InetSocketAddress, String> pods) {
    /** Keeps its own copies. */
    public Found {
        addresses = List.copyOf(addresses);
        leaving = Map.copyOf(leaving);
        pods = Map.copyOf(pods);
    }

    /** Addresses of which nothing else is known. */
    public static Found of(List<InetSocketAddress> addresses) {
        return new Found(addresses, Map.of(), Map.of());
    }
}
