package sevenlayers.dns.tree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import sevenlayers.dns.resolve.Hints;
import sevenlayers.dns.transfer.TransferEvent;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.zone.MasterFile;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;

/** All servers of the tree. */
public final class Tree implements AutoCloseable {
    private static final int MOST_RECORDS = 1000;

    private final Map<Place, TreeServer> servers = new EnumMap<>(Place.class);
    private final Addresses addresses;

    private Tree(Addresses addresses) {
        this.addresses = addresses;
    }

    /**
     * Opens all servers, or none.
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
        Tree tree = new Tree(addresses);
        try {
            for (Place place : Place.values()) {
                tree.servers.put(
                        place,
                        new TreeServer(
                                place,
                                addresses,
                                place.primary() ? Optional.of(tree.zone(place)) : Optional.empty(),
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

    public List<TreeServer> servers() {
        return List.copyOf(servers.values());
    }

    public TreeServer server(Place place) {
        return Objects.requireNonNull(servers.get(place), "all are opened, or none");
    }

    /** Where a resolver begins. */
    public Hints hints() {
        return new Hints(Map.of(
                Name.fromConstantString("root-1."),
                List.of(Objects.requireNonNull(addresses.said().get(Place.ROOT_1))
                        .getAddress())));
    }

    private Zone zone(Place place) {
        try (InputStream in = Tree.class.getResourceAsStream(place.file())) {
            String text = new String(Objects.requireNonNull(in, place.file()).readAllBytes(), StandardCharsets.UTF_8);
            for (Place other : Place.values()) {
                text = text.replace(
                        "{" + other.server() + "}",
                        Objects.requireNonNull(addresses.said().get(other))
                                .getAddress()
                                .getHostAddress());
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
