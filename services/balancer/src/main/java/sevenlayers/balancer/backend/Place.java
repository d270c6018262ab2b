package sevenlayers.balancer.backend;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port.
 *
 * @param host a name or an IP address without brackets
 * @param port 1 to 65,535
 */
public record Place(String host, int port) {
    /** RFC 1035 §2.3.4: no name is longer. */
    private static final int LONGEST_HOST = 253;

    /** Whether it must be looked up; an IP address stands for itself. */
    public boolean isName() {
        return address() == null;
    }

    /** The address that it is, if it is no name. */
    public InetSocketAddress literal() {
        return new InetSocketAddress(address(), port);
    }

    private @Nullable InetAddress address() {
        return NetUtil.createInetAddressFromIpAddressString(host);
    }

    static Source.Places parseAll(String text) {
        String[] parts = text.split(",", Source.MOST_PLACES + 1);
        if (parts.length > Source.MOST_PLACES) {
            throw new IllegalArgumentException("There are more than " + Source.MOST_PLACES + " places; allowed: 1 to "
                    + Source.MOST_PLACES + ". A name can have any number of addresses.");
        }
        List<Place> places = new ArrayList<>();
        Map<Object, String> seen = new HashMap<>();
        for (String part : parts) {
            Place place = parse(part.strip());
            String twin = seen.putIfAbsent(place.identity(), part.strip());
            if (twin != null) {
                throw new IllegalArgumentException(shown(part.strip()) + " is the same place as " + shown(twin)
                        + "; each place may stand there once");
            }
            places.add(place);
        }
        return new Source.Places(text, places);
    }

    /** The same for two ways to write one place: names ignore case, and [::1] is [0:0:0:0:0:0:0:1]. */
    private Object identity() {
        return isName() ? host.toLowerCase(Locale.ROOT) + ":" + port : literal();
    }

    private static Place parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        int port = colon < 0 ? -1 : Ports.parse(text.substring(colon + 1));
        // Without brackets nobody can tell where an IPv6 address ends and the port begins.
        if (host.isBlank() || host.length() > LONGEST_HOST || port < 1 || (!bracketed && host.indexOf(':') >= 0)) {
            throw new IllegalArgumentException(
                    shown(text) + " is not a host and a port from 1 to 65535; write node:9000,"
                            + " or 10.0.0.1:9000,10.0.0.2:9000, or on Kubernetes k8s:///node:9000");
        }
        return new Place(host, port);
    }

    private static String shown(String text) {
        return "\"" + (text.length() > LONGEST_HOST ? text.substring(0, LONGEST_HOST) + "…" : text) + "\"";
    }
}
