package sevenlayers.dns.tree;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import sevenlayers.dns.zone.Delta;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.Zones;

/**
 * Where the servers of the tree are just now. Where each is a pod of its own it may come back with another address; then the records that
 * say it are changed, in a zone's next version.
 */
public final class Directory {
    private volatile Addresses now;
    private volatile Map<Place, List<InetSocketAddress>> sources = Map.of();

    /** All that a server was ever said to be at; the thread's that calls {@link #found}. */
    private final Map<Place, Set<InetAddress>> said = new EnumMap<>(Place.class);

    /** @param first where they are, or until that is found out, where nobody is */
    public Directory(Addresses first) {
        this.now = first;
        first.said().forEach((place, address) -> said.put(place, new HashSet<>(Set.of(address.getAddress()))));
    }

    public Addresses now() {
        return now;
    }

    /** Where a server is asked, and besides it what its own messages come from. */
    List<InetSocketAddress> sources(Place place) {
        return sources.getOrDefault(place, List.of(now.realOf(place)));
    }

    /**
     * Servers were found; one that was not stays where it was. From one thread.
     *
     * @param found by place: where it is asked, then other addresses of it
     */
    public void found(Map<Place, List<InetAddress>> found) {
        Map<Place, InetSocketAddress> at = new EnumMap<>(now.said());
        Map<Place, List<InetSocketAddress>> from = new EnumMap<>(Place.class);
        found.forEach((place, addresses) -> {
            int port = now.saidOf(place).getPort();
            from.put(
                    place,
                    addresses.stream()
                            .map(address -> new InetSocketAddress(address, port))
                            .toList());
            at.put(place, new InetSocketAddress(addresses.getFirst(), port));
            said.computeIfAbsent(place, _ -> new HashSet<>()).add(addresses.getFirst());
        });
        sources = from;
        now = new Addresses(at, at);
    }

    /** Brings the records of a primary's zone up to date; those that somebody has changed by hand are left. */
    void update(Zones zones, Zone zone) throws ZoneException {
        List<Record> removed = new ArrayList<>();
        Set<Record> added = new HashSet<>();
        for (Record record : zone.records().toList()) {
            if (record instanceof ARecord a) {
                Place.at(a.getName())
                        .filter(place -> said.getOrDefault(place, Set.of()).contains(a.getAddress()))
                        .map(place -> now.saidOf(place).getAddress())
                        .filter(there -> !there.equals(a.getAddress()))
                        .ifPresent(there -> {
                            removed.add(a);
                            added.add(new ARecord(a.getName(), a.getDClass(), a.getTTL(), there));
                        });
            }
        }
        if (!removed.isEmpty()) {
            var _ = zones.apply(zone.apex(), new Delta(zone.soa(), removed, Pods.next(zone.soa()), List.copyOf(added)));
        }
    }
}
