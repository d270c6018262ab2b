package sevenlayers.dns.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who is answered. A server that answers the whole world is a tool for others: it makes large replies of small questions, and sends them to
 * whomever the question pretends to come from (RFC 5358).
 *
 * @param networks each with its prefix length
 */
public record Access(List<Network> networks) {
    /** The digits, dots and colons of an address: nothing that would be looked up. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** This machine, and addresses that are not routed in the Internet: RFC 1918, 6598, 4193, and link-local ones. */
    public static final Access PRIVATE = of(
            "127.0.0.0/8",
            "::1/128",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "fc00::/7",
            "fe80::/10");

    /** Everybody: for tests in a network of their own. */
    public static final Access EVERYBODY = of("0.0.0.0/0", "::/0");

    /** All addresses that begin with the same bits. */
    public record Network(InetAddress address, int prefix) {
        /** {@code 192.0.2.0/24}, or an address alone. */
        public static Network of(String text) {
            String[] parts = text.strip().split("/", 2);
            try {
                if (!LITERAL.matcher(parts[0]).matches()) {
                    throw new UnknownHostException(parts[0]);
                }
                InetAddress address = InetAddress.getByName(parts[0]);
                int bits = 8 * address.getAddress().length;
                int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
                if (prefix >= 0 && prefix <= bits) {
                    return new Network(address, prefix);
                }
            } catch (UnknownHostException | NumberFormatException e) {
                // the sentence below says what is allowed
            }
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no network. Write an address and how many of its bits count, such as"
                            + " 192.0.2.0/24 or 2001:db8::/32; an address alone is itself.");
        }

        boolean has(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += 8) {
                int mask = prefix - bit >= 8 ? 0xff : 0xff00 >> (prefix - bit) & 0xff;
                if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    public Access {
        networks = List.copyOf(networks);
    }

    public static Access of(String... networks) {
        List<Network> all = new ArrayList<>();
        for (String each : networks) {
            all.add(Network.of(each));
        }
        return new Access(all);
    }

    public boolean allows(InetAddress client) {
        for (Network network : networks) {
            if (network.has(client)) {
                return true;
            }
        }
        return false;
    }
}
