package sevenlayers.balancer.backend;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where backends come from, as it was written: {@code node:9000}, a name that is looked up again and again, or
 * {@code 10.0.0.1:9000,10.0.0.2:9000}, a list. Names and addresses may be mixed.
 *
 * @param text as written
 * @param places host and port of each
 */
public record Source(String text, List<Place> places) {
    /**
     * A host and a port.
     *
     * @param host a name or an IP address without brackets
     * @param port 1 to 65,535
     */
    public record Place(String host, int port) {
        /** Whether it must be looked up; an IP address stands for itself. */
        public boolean isName() {
            return NetUtil.createInetAddressFromIpAddressString(host) == null;
        }

        InetSocketAddress literal() {
            return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), port);
        }
    }

    /** Keeps its own copy of the list. */
    public Source {
        places = List.copyOf(places);
    }

    /** Whether any of it must be looked up. */
    public boolean hasNames() {
        return places.stream().anyMatch(Place::isName);
    }

    /**
     * Reads a source.
     *
     * @throws IllegalArgumentException with a sentence that says which part is wrong and what is allowed
     */
    public static Source parse(String text) {
        List<Place> places = new ArrayList<>();
        Arrays.stream(text.split(",", -1)).map(String::strip).map(Source::place).forEach(places::add);
        return new Source(text, places);
    }

    private static Place place(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not a host and a port from 1 to 65535; write node:9000, or 10.0.0.1:9000,10.0.0.2:9000");
        }
        return new Place(host, port);
    }

    private static int port(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
    }
}
