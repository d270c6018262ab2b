package sevenlayers.balancer.backend;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Comparator;

/** How addresses are written and ordered wherever the balancer shows them. */
public final class Addresses {
    /** By address bytes, IPv4 before IPv6, then by port: the same set always gives the same order. */
    public static final Comparator<InetSocketAddress> ORDER = Comparator.<InetSocketAddress>comparingInt(
                    a -> bytes(a).length)
            .thenComparing(Addresses::bytes, Arrays::compareUnsigned)
            .thenComparingInt(InetSocketAddress::getPort);

    private Addresses() {}

    /** {@code 127.0.0.11:9000} or {@code [::1]:9000}; never a host name. */
    public static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return address.toString();
        }
        InetAddress host = inet.getAddress();
        String literal = host.getHostAddress();
        return (host instanceof Inet6Address ? "[" + literal + "]" : literal) + ":" + inet.getPort();
    }

    private static byte[] bytes(InetSocketAddress address) {
        return address.getAddress().getAddress();
    }
}
