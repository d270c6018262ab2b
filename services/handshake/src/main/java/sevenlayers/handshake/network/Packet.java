package sevenlayers.handshake.network;

import sevenlayers.wire.ipv4.Ipv4Packet;

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

    int length() {
        return ip.length();
    }
}
