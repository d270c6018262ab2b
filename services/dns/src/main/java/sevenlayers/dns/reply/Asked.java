package sevenlayers.dns.reply;

import java.net.InetSocketAddress;
import org.xbill.DNS.Name;
import sevenlayers.dns.transport.Protocol;

/**
 * What was asked, as far as the reply is measured by it.
 *
 * @param server to whom it went
 * @param protocol over what
 * @param id of the message, 16 bits
 * @param name in the very case in which it was sent
 * @param plain the same name as it is to be remembered: the case in which it was sent was only for this reply to repeat
 * @param type asked for
 * @param zone for which the server was asked: it is believed about this zone and what is below, and nothing else
 * @param edns whether the question had an OPT record
 * @param authority what the server is taken for
 */
public record Asked(
        InetSocketAddress server,
        Protocol protocol,
        int id,
        Name name,
        Name plain,
        int type,
        Name zone,
        boolean edns,
        Authority authority) {

    /** What is expected of whom. */
    public enum Authority {
        /** A server of the zone: it answers with AA set, or refers. */
        SERVER,
        /** A resolver that we forward to: it answers with what others said, without AA. */
        FORWARDER
    }

    public Asked {
        if (!name.subdomain(zone)) {
            throw new IllegalArgumentException("a server of " + zone + " is not asked about " + name);
        }
        if (!name.equals(plain)) {
            throw new IllegalArgumentException(name + " and " + plain + " are not the same name");
        }
    }
}
