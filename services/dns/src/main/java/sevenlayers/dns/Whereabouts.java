package sevenlayers.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;
import sevenlayers.chassis.v1.World;
import sevenlayers.dns.tree.Place;

/** Where the tree's servers are that are pods of their own, by the world's own names. */
final class Whereabouts {
    private final World world;
    private final Names names;
    private final LabHosts hosts;

    Whereabouts(World world, Names names, LabHosts hosts) {
        this.world = world;
        this.names = names;
        this.hosts = hosts;
    }

    /** Those that are found: where each is asked, then what it speaks from. */
    Map<Place, List<InetAddress>> look() {
        Map<Place, List<InetAddress>> found = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            List<InetAddress> addresses = new ArrayList<>();
            if (world == World.WORLD_CLUSTER) {
                // A Service with the server's name has an address that stays when the pod is another; the pod speaks
                // from its own.
                add(place.server(), addresses);
            }
            add(hosts.hostOf(place.server()), addresses);
            if (!addresses.isEmpty()) {
                found.put(place, addresses);
            }
        }
        return found;
    }

    private void add(String host, List<InetAddress> addresses) {
        try {
            names.lookUp(host, 0).stream()
                    .map(InetSocketAddress::getAddress)
                    .filter(address -> address instanceof Inet4Address && !addresses.contains(address))
                    .forEach(addresses::add);
        } catch (UnknownHostException e) {
            // Not there now: it stays where it was.
        }
    }
}
