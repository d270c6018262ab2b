package sevenlayers.balancer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Where the balancer itself listens. Such an address is no backend: whatever went there would come back, be sent on, come back again, and
 * one connection would become as many as there are files.
 */
final class OwnDoors implements Predicate<InetSocketAddress> {
    private final List<InetSocketAddress> doors = new CopyOnWriteArrayList<>();

    /** A door is at this address, or soon will be. */
    void add(InetSocketAddress door) {
        doors.add(door);
    }

    @Override
    public boolean test(InetSocketAddress address) {
        return doors.stream().anyMatch(door -> leadsTo(door, address));
    }

    private static boolean leadsTo(InetSocketAddress door, InetSocketAddress address) {
        InetAddress host = address.getAddress();
        // Whoever dials 0.0.0.0 reaches the own machine.
        return door.getPort() == address.getPort()
                && (door.getAddress().equals(host)
                        || host.isAnyLocalAddress()
                        || (door.getAddress().isAnyLocalAddress() && isOwn(host)));
    }

    private static boolean isOwn(InetAddress host) {
        try {
            return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (SocketException _) {
            return false; // the interfaces cannot be read
        }
    }
}
