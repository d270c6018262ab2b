package sevenlayers.dns.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.xbill.DNS.Name;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.tsig.Key;

/**
 * Another server of the same zone.
 *
 * @param key that messages in both directions are signed with (RFC 8945); empty: they are not
 */
public record Peer(InetSocketAddress address, Optional<Key> key) {
    public static Peer unsigned(InetSocketAddress address) {
        return new Peer(address, Optional.empty());
    }

    /** Whether a message is one of this peer: from its address, and signed if its messages are. */
    boolean sent(Inbound inbound) {
        InetAddress from = inbound.from().getAddress();
        Optional<Name> signer = key.map(Key::name);
        return address.getAddress().equals(from) && (signer.isEmpty() || signer.equals(inbound.signer()));
    }

    @Override
    public String toString() {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }
}
