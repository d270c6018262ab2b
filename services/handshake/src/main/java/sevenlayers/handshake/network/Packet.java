package sevenlayers.handshake.network;

import sevenlayers.wire.ipv4.Ipv4Packet;

/**
 * A packet on its way.
 *
 * @param ip as it is now
 * @param from the name of the host that sent it
 * @param number how many that host had sent with this one
 */
public record Packet(Ipv4Packet ip, String from, long number) {
    Packet with(Ipv4Packet changed) {
        return new Packet(changed, from, number);
    }

    int length() {
        return ip.length();
    }
}
