package sevenlayers.dns.tree;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where the servers of the tree are.
 *
 * @param said by place: what their A records say, with the port at which all servers listen
 * @param real by place: where they listen; the same, but where a machine has one loopback address only
 */
public record Addresses(Map<Place, InetSocketAddress> said, Map<Place, InetSocketAddress> real) {

    /**
     * Addresses in a loopback network, one for each server.
     *
     * @param network three numbers, {@code 127.53.0}
     * @param port at which all listen
     * @param shared the first of five ports of 127.0.0.1 where all listen instead
     * @throws IllegalArgumentException {@code network} is none
     */
    public static Addresses in(String network, int port, OptionalInt shared) {
        if (!network.matches("127(\\.(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])){2}")) {
            throw new IllegalArgumentException(
                    "LAB_DNS_TREE is '" + network
                            + "'; allowed: the first three numbers of a loopback network, such as 127.53.0; or pods, where each server is a pod");
        }
        Map<Place, InetSocketAddress> said = new EnumMap<>(Place.class);
        Map<Place, InetSocketAddress> real = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            InetSocketAddress address = at(network + "." + (place.ordinal() + 1), port);
            said.put(place, address);
            real.put(place, shared.isEmpty() ? address : at("127.0.0.1", shared.getAsInt() + place.ordinal()));
        }
        return new Addresses(said, real);
    }

    /** What the A record of a server says. */
    public InetSocketAddress saidOf(Place place) {
        return Objects.requireNonNull(said.get(place));
    }

    /** Where a server listens. */
    public InetSocketAddress realOf(Place place) {
        return Objects.requireNonNull(real.get(place));
    }

    /** What to send elsewhere than an A record says. */
    public Map<InetSocketAddress, InetSocketAddress> elsewhere() {
        Map<InetSocketAddress, InetSocketAddress> elsewhere = new LinkedHashMap<>();
        said.forEach((place, address) -> {
            InetSocketAddress there = realOf(place);
            if (!there.equals(address)) {
                elsewhere.put(address, there);
            }
        });
        return elsewhere;
    }

    private static InetSocketAddress at(String literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
