package sevenlayers.wire.packet;

import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.ipv4.RawPayload;
import sevenlayers.wire.tcp.TcpSegment;
import sevenlayers.wire.udp.UdpDatagram;

/** Reads packets down to the last layer that is known here. */
public final class Packets {
    private Packets() {}

    /**
     * The packet with its segment, datagram or message; with bytes as they are where it is a fragment or its protocol is another one.
     *
     * @throws sevenlayers.wire.MalformedPacketException where a layer is malformed
     */
    public static Ipv4Packet parse(Bytes bytes) {
        return opened(Ipv4Packet.parse(bytes));
    }

    /** A packet whose payload has been left as it is so far. */
    public static Ipv4Packet opened(Ipv4Packet packet) {
        if (packet.isFragment() || !(packet.payload() instanceof RawPayload(int protocol, Bytes data))) {
            return packet;
        }
        return switch (protocol) {
            case TcpSegment.PROTOCOL ->
                packet.withPayload(TcpSegment.parse(data, packet.source(), packet.destination()));
            case UdpDatagram.PROTOCOL ->
                packet.withPayload(UdpDatagram.parse(data, packet.source(), packet.destination()));
            case IcmpMessage.PROTOCOL -> packet.withPayload(IcmpMessage.parse(data));
            default -> packet;
        };
    }
}
