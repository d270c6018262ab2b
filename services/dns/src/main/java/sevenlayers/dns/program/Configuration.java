package sevenlayers.dns.program;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.transfer.Peer;
import sevenlayers.dns.tsig.Key;

/** What the program is told. {@link ConfigurationReader} says what the file looks like. */
final class Configuration {
    final List<InetSocketAddress> listen = new ArrayList<>();
    Optional<InetAddress> source = Optional.empty();
    final List<Access.Network> allow = new ArrayList<>();
    final List<Access.Network> transfer = new ArrayList<>();
    final Set<Name> transferKeys = new HashSet<>();
    final Map<Name, Key> keys = new LinkedHashMap<>();
    final Map<Name, Path> zones = new LinkedHashMap<>();
    final Map<Name, List<Peer>> secondaries = new LinkedHashMap<>();
    final Map<Name, List<Peer>> notify = new LinkedHashMap<>();
    final Map<Name, List<InetAddress>> roots = new LinkedHashMap<>();
    Optional<Path> hints = Optional.empty();
    String identity = "seven-layers";
    boolean resolver;
    int upstreamPort = 53;
    boolean minimise = true;
    boolean mixedCase;
    boolean ipv6;
    int ednsSize = 1232;
    boolean cache = true;
    int cacheEntries = 100_000;
    boolean serveStale = true;
    Duration timeLimit = Duration.ofSeconds(10);
    Duration firstPatience = Duration.ofMillis(800);
    Duration clockOffset = Duration.ZERO;
    int rateLimit;
}
