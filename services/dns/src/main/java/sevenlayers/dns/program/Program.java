package sevenlayers.dns.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.answer.Authority;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.resolve.Hints;
import sevenlayers.dns.resolve.Recursion;
import sevenlayers.dns.resolve.Resolver;
import sevenlayers.dns.resolve.Settings;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Listener;
import sevenlayers.dns.server.Patience;
import sevenlayers.dns.server.RateLimit;
import sevenlayers.dns.transfer.Notified;
import sevenlayers.dns.transfer.Notifier;
import sevenlayers.dns.transfer.Outgoing;
import sevenlayers.dns.transfer.Secondary;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.transport.Sockets;
import sevenlayers.dns.tsig.Keys;
import sevenlayers.dns.zone.MasterFile;
import sevenlayers.dns.zone.Serial;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.Zones;

/** A server, a resolver or both, as a configuration has it, with all their ports. */
final class Program implements AutoCloseable {
    private static final Duration STALE = Duration.ofDays(1);

    private final Configuration configuration;
    private final Consumer<String> say;
    private final SelectorLoop serving = new SelectorLoop("dns-server");
    private final SelectorLoop resolving = new SelectorLoop("dns-resolver");
    private final List<Listener> listeners = new ArrayList<>();
    private final Zones zones = new Zones();
    private final List<Secondary> secondaries = new ArrayList<>();

    /**
     * Opens all ports, or none.
     *
     * @param say hears what happens, a sentence at a time
     * @throws IOException a port cannot be opened
     */
    static Program start(Configuration configuration, Consumer<String> say)
            throws IOException, ConfigurationException, ZoneException {
        Program program = new Program(configuration, say);
        try {
            program.open();
            return program;
        } catch (IOException | ConfigurationException | ZoneException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private Program(Configuration configuration, Consumer<String> say) {
        this.configuration = configuration;
        this.say = say;
    }

    private void open() throws IOException, ConfigurationException, ZoneException {
        for (Map.Entry<Name, Path> zone : configuration.zones.entrySet()) {
            zones.put(MasterFile.read(zone.getValue(), zone.getKey()));
        }
        RandomGenerator random = new SecureRandom();
        InstantSource clock = clock();
        Sockets sockets = new Sockets(resolving, configuration.source, random);
        configuration.notify.forEach(
                (apex, others) -> zones.watch(new Notifier(apex, others, sockets, resolving, clock, random)));
        configuration.secondaries.forEach((apex, primaries) -> secondaries.add(new Secondary(
                apex,
                primaries,
                zones,
                sockets,
                resolving,
                clock,
                random,
                event -> say.accept(event.kind() + " " + event.text()))));
        Handler beyond = configuration.resolver ? recursion(sockets, clock, random) : Front.refuses(Rcode.REFUSED);
        Access allowed = configuration.allow.isEmpty() ? Access.PRIVATE : new Access(configuration.allow);
        Access transfers = configuration.transfer.isEmpty() && configuration.transferKeys.isEmpty()
                ? Access.PRIVATE
                : new Access(configuration.transfer);
        Handler front = new Front(
                allowed,
                new Keys(configuration.keys.values(), clock),
                new Authority(zones, configuration.identity, beyond),
                new Outgoing(zones, transfers, configuration.transferKeys),
                new Notified(secondaries));
        Handler handler = configuration.rateLimit == 0
                ? front
                : new RateLimit(front, InstantSource.system(), RateLimit.Settings.of(configuration.rateLimit));
        for (InetSocketAddress address : configuration.listen) {
            listeners.add(Listener.open(serving, address, handler, Patience.DEFAULT));
            say.accept("listening on " + address.getAddress().getHostAddress() + " port " + address.getPort()
                    + ", UDP and TCP");
        }
        secondaries.forEach(Secondary::start);
    }

    private InstantSource clock() {
        InstantSource system = InstantSource.system();
        return () -> system.instant().plus(configuration.clockOffset);
    }

    private Recursion recursion(Sockets sockets, InstantSource clock, RandomGenerator random)
            throws ConfigurationException {
        Limits limits = configuration.cache
                ? Limits.DEFAULT
                        .withEntries(configuration.cacheEntries)
                        .withStale(configuration.serveStale ? STALE : Duration.ZERO)
                : Limits.nothing();
        Settings settings = Settings.DEFAULT
                .withPort(configuration.upstreamPort)
                .withMinimise(configuration.minimise)
                .withMixedCase(configuration.mixedCase)
                .withIpv6(configuration.ipv6)
                .withEdnsSize(configuration.ednsSize)
                .withFirstPatience(configuration.firstPatience)
                .withTimeLimit(configuration.timeLimit);
        return new Recursion(
                new Resolver(sockets, resolving, clock, random, new Cache(clock, limits), hints(), settings));
    }

    private Hints hints() throws ConfigurationException {
        Map<Name, List<InetAddress>> roots = new LinkedHashMap<>(configuration.roots);
        Optional<Path> file = configuration.hints;
        if (file.isPresent()) {
            roots.putAll(HintsFile.read(file.get()));
        }
        if (roots.values().stream().allMatch(List::isEmpty)) {
            throw new ConfigurationException(
                    "a resolver has to know a root server; allowed: hints FILE, or root NAME ADDRESS");
        }
        return new Hints(roots);
    }

    /** Reads the zones of files again; one that has become wrong goes on being served as it was. */
    void reload() {
        configuration.zones.forEach((apex, file) -> {
            try {
                Zone zone = MasterFile.read(file, apex);
                long before = zones.at(apex).map(Zone::serial).orElse(zone.serial());
                boolean changed = zones.at(apex)
                        .map(zone::since)
                        .map(delta -> delta.size() > 2)
                        .orElse(true);
                if (changed || zone.serial() != before) {
                    zones.put(zone);
                }
                say.accept(apex + " is at serial " + zone.serial() + warning(before, zone.serial(), changed));
            } catch (ZoneException e) {
                say.accept(e.getMessage() + ". The old zone goes on being served");
            }
        });
    }

    /** RFC 1034 §4.3.5: a secondary follows only what comes after what it has. */
    private static String warning(long before, long now, boolean changed) {
        if (Serial.after(now, before) || now == before && !changed) {
            return "";
        }
        return now == before
                ? ". It has changed, and its serial has not: secondaries do not follow. Make it larger"
                : ". That is not after " + before + ": secondaries do not follow. Make it larger";
    }

    @Override
    public void close() {
        secondaries.forEach(Secondary::stop);
        listeners.forEach(Listener::close);
        resolving.close();
        serving.close();
    }
}
