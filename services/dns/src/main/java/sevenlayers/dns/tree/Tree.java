package sevenlayers.dns.tree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import sevenlayers.dns.resolve.Hints;
import sevenlayers.dns.transfer.TransferEvent;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.zone.MasterFile;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;

/** All servers of the tree. */
public final class Tree implements AutoCloseable {
    private static final int MOST_RECORDS = 1000;

    /** Where all servers begin at once. */
    private static final long FIRST_SERIAL = 1;

    private final Map<Place, TreeServer> servers = new EnumMap<>(Place.class);
    private final Directory directory;

    private Tree(Directory directory) {
        this.directory = directory;
    }

    /**
     * Opens all servers, or none, each where its addresses say.
     *
     * @param events hears of transfers, and of which server
     */
    public static Tree open(
            SelectorLoop loop,
            Addresses addresses,
            InstantSource clock,
            RandomGenerator random,
            BiConsumer<Place, TransferEvent> events)
            throws IOException {
        return open(
                loop,
                new Directory(addresses),
                FIRST_SERIAL,
                List.of(Place.values()),
                place -> new Site(
                        List.of(addresses.realOf(place)),
                        Optional.of(addresses.realOf(place).getAddress())),
                clock,
                random,
                events);
    }

    /**
     * Where a server stands.
     *
     * @param listen addresses and ports
     * @param from what it asks from; empty: any
     */
    public record Site(List<InetSocketAddress> listen, Optional<InetAddress> from) {}

    /**
     * Opens some of the servers, or none.
     *
     * @param serial of their zones at the beginning: where others may remember an earlier life of a server, later than all it had then
     * @param own which are here; the others are elsewhere
     * @param sites where they listen
     * @param events hears of transfers, and of which server
     */
    public static Tree open(
            SelectorLoop loop,
            Directory directory,
            long serial,
            List<Place> own,
            Function<Place, Site> sites,
            InstantSource clock,
            RandomGenerator random,
            BiConsumer<Place, TransferEvent> events)
            throws IOException {
        Tree tree = new Tree(directory);
        try {
            for (Place place : own) {
                Site site = sites.apply(place);
                tree.servers.put(
                        place,
                        new TreeServer(
                                place,
                                directory,
                                site.listen(),
                                site.from(),
                                place.primary() ? Optional.of(tree.zone(place, serial)) : Optional.empty(),
                                loop,
                                new TreeServer.Means(clock, random),
                                event -> events.accept(place, event)));
            }
            return tree;
        } catch (IOException | RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    /** Those that are here. */
    public List<TreeServer> servers() {
        return List.copyOf(servers.values());
    }

    /** A server, if it is here. */
    public Optional<TreeServer> server(Place place) {
        return Optional.ofNullable(servers.get(place));
    }

    /** Where a server is asked: address and port. */
    public InetSocketAddress address(Place place) {
        return directory.now().saidOf(place);
    }

    /**
     * Servers were found at these addresses: records that say others are changed.
     *
     * @param found by place: where it is asked, then other addresses that it speaks from
     */
    public void found(Map<Place, List<InetAddress>> found) throws ZoneException {
        directory.found(found);
        for (TreeServer server : servers.values()) {
            Optional<Zone> zone = server.zones().at(server.place().zone());
            if (server.place().primary() && zone.isPresent()) {
                directory.update(server.zones(), zone.get());
            }
        }
    }

    /** Where a resolver begins. */
    public Hints hints() {
        return new Hints(
                Map.of(Place.ROOT_1.host(), List.of(address(Place.ROOT_1).getAddress())));
    }

    private Zone zone(Place place, long serial) {
        try (InputStream in = Tree.class.getResourceAsStream(place.file())) {
            String text = new String(Objects.requireNonNull(in, place.file()).readAllBytes(), StandardCharsets.UTF_8);
            text = text.replace("{serial}", Long.toString(serial));
            for (Place other : Place.values()) {
                text = text.replace(
                        "{" + other.server() + "}", address(other).getAddress().getHostAddress());
            }
            return MasterFile.read(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    place.file(),
                    place.zone(),
                    MOST_RECORDS);
        } catch (IOException | ZoneException e) {
            throw new IllegalStateException("the zone " + place.zone() + " is one of ours: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        new ArrayList<>(servers.values()).forEach(TreeServer::close);
    }
}
