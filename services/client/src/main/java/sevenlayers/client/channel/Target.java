package sevenlayers.client.channel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom to call.
 *
 * @param host a host name, or an IP address (version 6 without brackets)
 * @param port 1 to 65,535
 */
public record Target(String host, int port) {

    /** {@code dns:///}, {@code dns:} or nothing; then a name, IPv4 address or bracketed IPv6 address; then perhaps a port. */
    private static final Pattern FORM =
            Pattern.compile("(?:dns:(?:///)?)?(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?");

    private static final int HIGHEST_PORT = 65_535;

    /** Reads a target as grpc-java takes it; empty if it has another form, or no port and there is no default one. */
    public static Optional<Target> parse(String text, Optional<Integer> defaultPort) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        Optional<Integer> port =
                Optional.ofNullable(matcher.group(3)).map(Integer::valueOf).or(() -> defaultPort);
        return port.filter(number -> number >= 1 && number <= HIGHEST_PORT).map(number -> new Target(host, number));
    }

    /** {@code host:port}, as the {@code :authority} of HTTP/2 has it. */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
