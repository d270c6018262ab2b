package sevenlayers.client.channel;

import io.grpc.EquivalentAddressGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses as a person reads them. */
public final class Addresses {

    private Addresses() {}

    /** {@code 127.0.0.11:9000} or {@code [::1]:9000}; empty for none. */
    public static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address == null ? "" : address.toString();
        }
        String host = inet.getAddress() == null
                ? inet.getHostString()
                : inet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }

    /** The addresses of all groups, in their order. */
    static List<String> texts(List<EquivalentAddressGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.getAddresses().stream())
                .map(Addresses::text)
                .toList();
    }
}
