package sevenlayers.dns;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;
import sevenlayers.chassis.v1.World;

/**
 * Which pod is at an address. The world's names are asked in reverse, but not on a cluster: there an address has as many names as Services
 * list it, in an order that changes; so pods are looked up by their own names, counted up, and what was found is kept.
 */
final class PodNames {
    /** So many numbers are tried for an address that has no name yet. */
    private static final int MOST_PODS = 20;

    /** A pod's own name may be known later than its service's; and a ClusterIP is no pod's. */
    private static final int MOST_MISSES = 5;

    private final boolean counted;
    private final Names names;
    private final LabHosts hosts;
    private final Map<InetSocketAddress, String> known = new HashMap<>();
    private final Map<InetSocketAddress, Integer> misses = new HashMap<>();

    PodNames(World world, Names names, LabHosts hosts) {
        this.counted = world == World.WORLD_CLUSTER;
        this.names = names;
        this.hosts = hosts;
    }

    /** The pods of a service at these addresses; one without a name is not in it. */
    Map<InetSocketAddress, String> of(String service, Collection<InetSocketAddress> addresses) {
        Map<InetSocketAddress, String> found = new HashMap<>();
        addresses.forEach(address -> name(address).ifPresent(pod -> found.put(address, pod)));
        boolean unnamed = addresses.stream()
                .anyMatch(address -> !found.containsKey(address) && misses.getOrDefault(address, 0) < MOST_MISSES);
        if (counted && unnamed) {
            for (int number = 1; number <= MOST_PODS && found.size() < addresses.size(); number++) {
                count(service + "-" + number, addresses, found);
            }
            known.putAll(found);
            addresses.stream()
                    .filter(address -> !found.containsKey(address))
                    .forEach(address -> misses.merge(address, 1, Integer::sum));
        }
        return found;
    }

    /** Forgets all addresses but these: they may soon be somebody else's. */
    void keep(Collection<InetSocketAddress> addresses) {
        known.keySet().retainAll(addresses);
        misses.keySet().retainAll(addresses);
    }

    private Optional<String> name(InetSocketAddress address) {
        return counted ? Optional.ofNullable(known.get(address)) : hosts.podAt(address);
    }

    private void count(String pod, Collection<InetSocketAddress> addresses, Map<InetSocketAddress, String> found) {
        if (found.containsValue(pod) || !hosts.isPodName(pod)) {
            return;
        }
        try {
            names.lookUp(hosts.hostOf(pod), addresses.iterator().next().getPort()).stream()
                    .filter(addresses::contains)
                    .forEach(address -> found.put(address, pod));
        } catch (UnknownHostException e) {
            // There is no such pod; there may be one with a higher number.
        }
    }
}
