package sevenlayers.chassis.identity;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** What the machine says about itself when the pod was told nothing. */
final class OwnMachine {
    private OwnMachine() {}

    /** The addresses by which others may reach this machine; loopback when there are no others. */
    static List<InetAddress> addresses() {
        try {
            List<InetAddress> found = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            return found.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : found;
        } catch (SocketException _) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown";
        }
    }
}
