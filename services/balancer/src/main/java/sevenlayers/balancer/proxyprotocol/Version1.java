package sevenlayers.balancer.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spec §2.1: one line of text, {@code PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n}. */
public final class Version1 {
    /** Spec §2.1: with CRLF, never longer. */
    public static final int LONGEST = 107;

    private static final byte[] SIGNATURE = "PROXY ".getBytes(ISO_8859_1);
    private static final String UNKNOWN = "UNKNOWN";
    private static final String OCTET = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");
    private static final Pattern PORT = Pattern.compile("0|[1-9]\\d{0,4}");

    private Version1() {}

    /** As {@link ProxyHeader#parse}. */
    static Optional<ProxyHeader> parse(ByteBuffer in) throws MalformedHeader {
        int from = in.position();
        int end = Math.min(in.limit(), from + LONGEST);
        for (int at = from; at < end; at++) {
            byte octet = in.get(at);
            if (at - from < SIGNATURE.length && octet != SIGNATURE[at - from]) {
                throw new MalformedHeader("the connection does not begin with 'PROXY '");
            }
            if (octet == '\n') {
                if (in.get(at - 1) != '\r') {
                    throw new MalformedHeader("the PROXY line does not end with CR LF");
                }
                byte[] line = new byte[at - 1 - from];
                in.get(line);
                ProxyHeader header = line(new String(line, ISO_8859_1));
                in.position(at + 1);
                return Optional.of(header);
            }
        }
        if (end - from == LONGEST) {
            throw new MalformedHeader("the PROXY line is longer than " + LONGEST + " bytes");
        }
        return Optional.empty();
    }

    private static ProxyHeader line(String line) throws MalformedHeader {
        String[] words = line.split(" ", -1);
        if (words[1].equals(UNKNOWN)) {
            // Spec §2.1: whatever stands between UNKNOWN and CR LF is ignored.
            return new ProxyHeader(ProxyHeader.Command.PROXY, new Endpoints.Unknown(), List.of());
        }
        if (words.length != 6) {
            throw new MalformedHeader("the PROXY line has " + words.length + " words; allowed: 6");
        }
        boolean six = switch (words[1]) {
            case "TCP4" -> false;
            case "TCP6" -> true;
            default -> throw new MalformedHeader("the PROXY line is of none of TCP4, TCP6, UNKNOWN");
        };
        return ProxyHeader.of(
                new InetSocketAddress(address(words[2], six), port(words[4])),
                new InetSocketAddress(address(words[3], six), port(words[5])));
    }

    private static InetAddress address(String text, boolean six) throws MalformedHeader {
        if (!(six ? IPV6 : IPV4).matcher(text).matches()) {
            throw new MalformedHeader("the PROXY line has no " + (six ? "IPv6" : "IPv4") + " address where it should");
        }
        try {
            return six ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            throw new MalformedHeader("the PROXY line has no IPv6 address where it should");
        }
    }

    private static int port(String text) throws MalformedHeader {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65_535) {
            throw new MalformedHeader("the PROXY line has no port where it should");
        }
        return port;
    }

    /** Writes a header; what version 1 cannot say becomes UNKNOWN. */
    public static void emit(ProxyHeader header, ByteBuffer out) {
        out.put(text(header).getBytes(ISO_8859_1));
    }

    private static String text(ProxyHeader header) {
        Endpoints.Inet inet = header.proxied().orElse(null);
        if (inet == null || inet.protocol() != Endpoints.Protocol.STREAM) {
            return "PROXY " + UNKNOWN + "\r\n";
        }
        boolean six = ProxyHeader.isSix(inet);
        return "PROXY " + (six ? "TCP6" : "TCP4")
                + " " + text(inet.source(), six)
                + " " + text(inet.destination(), six)
                + " " + inet.source().getPort()
                + " " + inet.destination().getPort() + "\r\n";
    }

    private static String text(InetSocketAddress address, boolean six) {
        byte[] bytes = ProxyHeader.bytes(address, six);
        if (!six) {
            return address.getAddress().getHostAddress();
        }
        // Not InetAddress' own text: it adds the scope, and takes IPv4-mapped addresses for IPv4.
        StringBuilder text = new StringBuilder(39);
        for (ByteBuffer groups = ByteBuffer.wrap(bytes); groups.hasRemaining(); ) {
            text.append(text.isEmpty() ? "" : ":").append(Integer.toHexString(groups.getShort() & 0xffff));
        }
        return text.toString();
    }
}
