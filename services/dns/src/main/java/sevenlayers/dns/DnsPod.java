package sevenlayers.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.resolve.Recursion;
import sevenlayers.dns.resolve.Resolver;
import sevenlayers.dns.resolve.Settings;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Listener;
import sevenlayers.dns.server.Patience;
import sevenlayers.dns.transport.Impaired;
import sevenlayers.dns.transport.Redirected;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.transport.Sockets;
import sevenlayers.dns.tree.Directory;
import sevenlayers.dns.tree.Place;
import sevenlayers.dns.tree.Tree;
import sevenlayers.dns.tsig.Keys;

/** All that a dns pod runs: the tree's servers, a resolver, the links between them, and their ports. */
final class DnsPod implements AutoCloseable {
    /** In 64 MiB of heap there is room for so many; a lab has some dozens. */
    private static final int CACHE_ENTRIES = 20_000;

    /** What the resolver is called where servers are named. */
    static final String RESOLVER = "resolver";

    private final SelectorLoop serving = new SelectorLoop("dns-servers");
    private final SelectorLoop resolving = new SelectorLoop("dns-resolver");
    private final List<Listener> listeners = new ArrayList<>();
    private final TransferLog transfers = new TransferLog();
    private final Tree tree;
    private final Impaired links;
    private final Resolver resolver;
    private final boolean apart;

    /**
     * @param pod its name, which may be that of a server of the tree
     * @throws IOException a port cannot be opened; the message says which, and what to do
     */
    DnsPod(DnsSettings settings, String pod) throws IOException {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        try {
            Optional<Place> place = settings.pods() ? Place.called(pod) : Optional.empty();
            apart = settings.pods();
            tree = apart
                    ? Tree.open(
                            serving,
                            new Directory(settings.tree()),
                            clock.instant()
                                    .getEpochSecond(), // a secondary does not follow a primary that begins at 1 again
                            place.stream().toList(),
                            _ -> new Tree.Site(settings.listen(), settings.address()),
                            clock,
                            random,
                            transfers::add)
                    : Tree.open(serving, settings.tree(), clock, random, transfers::add);
            Sockets sockets = new Sockets(resolving, settings.address(), random);
            links = new Impaired(new Redirected(sockets, settings.tree().elsewhere()), resolving);
            resolver = new Resolver(
                    links,
                    resolving,
                    clock,
                    random,
                    new Cache(clock, Limits.DEFAULT.withEntries(CACHE_ENTRIES)),
                    tree::hints,
                    Settings.DEFAULT.withPort(settings.port()));
            Front front = new Front(
                    Access.PRIVATE,
                    Keys.none(),
                    new Recursion(resolver),
                    Front.refuses(Rcode.NOTIMP),
                    Front.refuses(Rcode.NOTIMP));
            if (place.isEmpty()) {
                for (InetSocketAddress address : settings.listen()) {
                    listeners.add(Listener.open(serving, address, front, Patience.DEFAULT));
                }
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The servers of the tree that are here: all of them, one, or none. */
    Tree tree() {
        return tree;
    }

    /** Whether each server of the tree is a pod of its own. */
    boolean apart() {
        return apart;
    }

    Resolver resolver() {
        return resolver;
    }

    Impaired links() {
        return links;
    }

    TransferLog transfers() {
        return transfers;
    }

    /** Where a server of the lab is asked, by its name. */
    Optional<InetSocketAddress> address(String server) {
        return Optional.ofNullable(servers().get(server));
    }

    /** The names of all servers, and where they are. */
    Map<String, InetSocketAddress> servers() {
        Map<String, InetSocketAddress> all = new TreeMap<>();
        listeners.stream().findFirst().ifPresent(listener -> all.put(RESOLVER, listener.address()));
        for (Place place : Place.values()) {
            all.put(place.server(), tree.address(place));
        }
        return all;
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        if (Objects.nonNull(tree)) { // not where it could not be opened
            tree.close();
        }
        resolving.close();
        serving.close();
    }
}
