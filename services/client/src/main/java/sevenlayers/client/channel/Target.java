package sevenlayers.client.channel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom to call.
 *
 * @param host a host name, or an IP address (version 6 without brackets)
 * @param port 1 to 65,535; 0 where DNS says it, which needs a server to ask
 * @param server who is asked; empty for whoever answers for this machine
 */
public record Target(String host, int port, Optional<Nameserver> server) {

    private static final String HOST = "(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?";

    /** {@code dns:///}, {@code dns:} or nothing; then a name, IPv4 address or bracketed IPv6 address; then perhaps a port. */
    private static final Pattern FORM = Pattern.compile("(?:dns:(?:///)?)?" + HOST);

    /** {@code dns://server/name}: RFC 4501 has it, and grpc-java's own resolver takes it and asks the system all the same. */
    private static final Pattern WITH_SERVER = Pattern.compile("dns://([^/]+)/(.+)");

    private static final Pattern PART = Pattern.compile(HOST);
    private static final int HIGHEST_PORT = 65_535;

    public Target(String host, int port) {
        this(host, port, Optional.empty());
    }

    /** Reads a target as grpc-java takes it; empty if it has another form, or no port and there is no default one. */
    public static Optional<Target> parse(String text, Optional<Integer> defaultPort) {
        Matcher server = WITH_SERVER.matcher(text);
        return server.matches()
                ? part(PART, server.group(1), Optional.of(Nameserver.DNS_PORT))
                        .flatMap(asked -> named(server.group(2), new Nameserver(asked.host, asked.port)))
                : part(FORM, text, defaultPort);
    }

    /** A name that a server is asked about; its port may be left to DNS. */
    private static Optional<Target> named(String text, Nameserver server) {
        if (PART.matcher(text).matches() && text.indexOf(':') < 0) {
            return Optional.of(new Target(text, 0, Optional.of(server)));
        }
        return part(PART, text, Optional.empty())
                .filter(target -> target.host.indexOf(':') < 0)
                .map(target -> new Target(target.host, target.port, Optional.of(server)));
    }

    private static Optional<Target> part(Pattern form, String text, Optional<Integer> defaultPort) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        Optional<Integer> port =
                Optional.ofNullable(matcher.group(3)).map(Integer::valueOf).or(() -> defaultPort);
        return port.filter(number -> number >= 1 && number <= HIGHEST_PORT).map(number -> new Target(host, number));
    }

    /** {@code host:port}, as the {@code :authority} of HTTP/2 has it; the host alone where DNS says the port. */
    public String authority() {
        return port == 0 ? host : authority(host, port);
    }

    static String authority(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
