package sevenlayers.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.v1.World;
import sevenlayers.dns.tree.Addresses;

/**
 * What a dns pod is told: docs/architecture.md has the table.
 *
 * @param address {@code lab.address}: the resolver listens on it and asks from it; not said: all that this machine has
 * @param ports of the resolver: {@code lab.resolver-port}, 1 to 65535; in containers and on a cluster 53, too
 * @param tree where the servers of the tree are: {@code lab.dns.tree}, three numbers of a loopback network, at the port of the resolver; or
 *     from {@code lab.dns.tree-port} on, five ports of 127.0.0.1
 * @param pods whether {@code lab.dns.tree} is {@code pods} instead: each server is a pod that has its name; until one is found it is said to
 *     be in a loopback network
 */
record DnsSettings(Optional<InetAddress> address, List<Integer> ports, Addresses tree, boolean pods) {
    private static final String PODS = "pods";

    private static final String LOOPBACK = "127.53.0";
    private static final int STANDARD_PORT = 53;

    static DnsSettings from(PodSettings pod, Function<String, Optional<String>> setting) {
        int port = port("LAB_RESOLVER_PORT", setting.apply("lab.resolver-port").orElse("5300"));
        Optional<String> shared = setting.apply("lab.dns.tree-port").filter(text -> !text.isBlank());
        List<Integer> ports = new ArrayList<>(List.of(port));
        if (pod.world() != World.WORLD_PROCESSES && port != STANDARD_PORT) {
            ports.add(STANDARD_PORT);
        }
        String tree = setting.apply("lab.dns.tree").map(String::strip).orElse(LOOPBACK);
        boolean pods = tree.equals(PODS);
        return new DnsSettings(
                pod.address(),
                ports,
                Addresses.in(
                        pods ? LOOPBACK : tree,
                        port,
                        shared.isPresent()
                                ? OptionalInt.of(port("LAB_DNS_TREE_PORT", shared.get()))
                                : OptionalInt.empty()),
                pods);
    }

    /** The port at which servers are asked. */
    int port() {
        return ports.getFirst();
    }

    /** Where the resolver listens, or a server of the tree that is a pod. */
    List<InetSocketAddress> listen() {
        return listenAt().stream()
                .flatMap(at -> ports.stream().map(port -> new InetSocketAddress(at, port)))
                .toList();
    }

    /**
     * Not on the wildcard address: a datagram's reply must come from where its question went to, and the tree's
     * servers have the same port on other addresses.
     */
    private List<InetAddress> listenAt() {
        if (address.isPresent()) {
            return List.of(address.get());
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(DnsSettings::up)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .toList();
        } catch (SocketException e) {
            throw new IllegalStateException("this machine does not tell its addresses; say one with LAB_ADDRESS", e);
        }
    }

    private static boolean up(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static int port(String variable, String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(variable + " is '" + text + "'; allowed: 1 to 65535");
    }
}
