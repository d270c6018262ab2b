package sevenlayers.handshake.network;

import sevenlayers.handshake.memory.Allowance;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.ipv4.RawPayload;
import sevenlayers.wire.tcp.TcpSegment;

/**
 * A packet on its way.
 *
 * @param ip as it is now
 * @param sent as it left its host
 * @param from the name of that host
 * @param number how many that host had sent with this one
 */
public record Packet(Ipv4Packet ip, Ipv4Packet sent, String from, long number) {
    public Packet(Ipv4Packet ip, String from, long number) {
        this(ip, ip, from, number);
    }

    /** The same packet, changed under way. */
    public Packet with(Ipv4Packet changed) {
        return new Packet(changed, sent, from, number);
    }

    /** How much memory it takes, as {@link Allowance} counts. */
    int held() {
        return Allowance.PACKET
                + switch (ip.payload()) {
                    case TcpSegment segment -> segment.payload().owned();
                    case RawPayload raw -> raw.length();
                    default -> 0;
                };
    }

    int length() {
        return ip.length();
    }
}
