package sevenlayers.dns.tree;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.answer.Authority;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Listener;
import sevenlayers.dns.server.Patience;
import sevenlayers.dns.transfer.Notified;
import sevenlayers.dns.transfer.Notifier;
import sevenlayers.dns.transfer.Outgoing;
import sevenlayers.dns.transfer.Peer;
import sevenlayers.dns.transfer.Secondary;
import sevenlayers.dns.transfer.TransferEvent;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.transport.Sockets;
import sevenlayers.dns.tsig.Keys;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.Zones;

/** One server of the tree, with ports of its own. */
public final class TreeServer implements AutoCloseable {
    private final Place place;
    private final Zones zones = new Zones();
    private final Optional<Secondary> secondary;
    private final List<Listener> listeners = new ArrayList<>();

    /**
     * Opens its ports.
     *
     * @param listen where
     * @param from what it asks from, and tells of changes; empty: any
     * @param zone what it has to begin with; empty for a secondary
     * @param events hears of transfers, on the loop
     */
    TreeServer(
            Place place,
            Directory directory,
            List<InetSocketAddress> listen,
            Optional<InetAddress> from,
            Optional<Zone> zone,
            SelectorLoop loop,
            Means means,
            Consumer<TransferEvent> events)
            throws IOException {
        this.place = place;
        Sockets sockets = new Sockets(loop, from, means.random());
        zone.ifPresent(zones::put);
        if (place.primary()) {
            this.secondary = Optional.empty();
            zones.watch(new Notifier(
                    place.zone(),
                    () -> place.others().stream()
                            .map(other -> Peer.unsigned(directory.now().realOf(other)))
                            .toList(),
                    sockets,
                    loop,
                    means.clock(),
                    means.random()));
        } else {
            this.secondary = Optional.of(new Secondary(
                    place.zone(),
                    () -> place.others().stream()
                            .flatMap(other -> directory.sources(other).stream().map(Peer::unsigned))
                            .toList(),
                    zones,
                    sockets,
                    loop,
                    means.clock(),
                    means.random(),
                    events));
        }
        Front front = new Front(
                Access.PRIVATE,
                Keys.none(),
                new Authority(zones, place.server(), Front.refuses(Rcode.REFUSED)),
                new Outgoing(zones, Access.PRIVATE),
                new Notified(secondary.stream().toList()));
        try {
            for (InetSocketAddress address : listen) {
                listeners.add(Listener.open(loop, address, front, Patience.DEFAULT));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        secondary.ifPresent(Secondary::start);
    }

    /** What servers need beside their loop. */
    record Means(InstantSource clock, RandomGenerator random) {}

    public Place place() {
        return place;
    }

    public Zones zones() {
        return zones;
    }

    @Override
    public void close() {
        secondary.ifPresent(Secondary::stop);
        listeners.forEach(Listener::close);
    }
}
