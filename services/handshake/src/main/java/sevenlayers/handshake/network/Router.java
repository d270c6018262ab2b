package sevenlayers.handshake.network;

import java.util.Map;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.ipv4.RawPayload;

/** Sends on what arrives, one hop nearer to where it is to go; keeps nothing of any connection. */
final class Router implements Node {
    /** Of a packet that is reported: its header and as much as fits into 576 bytes (RFC 1812 §4.3.2.3). */
    private static final int MOST_QUOTED = 576 - Ipv4Packet.MINIMUM_HEADER - IcmpMessage.HEADER;

    private final String name;
    private final int address;
    private final Map<Integer, Channel> routes;
    private final NetworkObserver observer;
    private long sent;

    Router(String name, int address, Map<Integer, Channel> routes, NetworkObserver observer) {
        this.name = name;
        this.address = address;
        this.routes = routes;
        this.observer = observer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int address() {
        return address;
    }

    @Override
    public void arrived(Packet packet) {
        Ipv4Packet ip = packet.ip();
        if (ip.destination() == address) {
            if (ip.payload() instanceof IcmpMessage.EchoRequest request) {
                forward(new Packet(Ipv4Packet.of(address, ip.source(), 0, 0, request.reply()), name, ++sent));
            }
            return;
        }
        if (ip.timeToLive() <= 1) {
            // RFC 1812 §5.3.1: a packet whose time to live has run out is not forwarded, and reported.
            observer.lost(packet, Loss.TIME_TO_LIVE, name);
            report(ip, new IcmpMessage.TimeExceeded(0, quoted(ip)));
            return;
        }
        forward(packet.with(ip.withTimeToLive(ip.timeToLive() - 1)));
    }

    private void forward(Packet packet) {
        Ipv4Packet ip = packet.ip();
        Channel next = routes.get(ip.destination());
        if (next == null) {
            observer.lost(packet, Loss.NO_ROUTE, name);
            report(ip, new IcmpMessage.DestinationUnreachable(IcmpMessage.DestinationUnreachable.HOST, 0, quoted(ip)));
        } else if (ip.length() <= next.mtu()) {
            next.send(packet);
        } else if (ip.dontFragment()) {
            // RFC 1191 §4: and the MTU of the next hop is said.
            observer.lost(packet, Loss.TOO_BIG, name);
            report(
                    ip,
                    new IcmpMessage.DestinationUnreachable(
                            IcmpMessage.DestinationUnreachable.FRAGMENTATION_NEEDED, next.mtu(), quoted(ip)));
        } else {
            for (Ipv4Packet piece : ip.fragments(next.mtu())) {
                next.send(packet.with(piece));
            }
        }
    }

    private static Bytes quoted(Ipv4Packet ip) {
        Bytes whole = ip.toBytes();
        return whole.slice(0, Math.min(MOST_QUOTED, whole.length()));
    }

    /** RFC 1122 §3.2.2: no error is reported about an error, nor about a fragment that is not the first. */
    private void report(Ipv4Packet about, IcmpMessage error) {
        if (!isError(about) && about.fragmentOffset() == 0) {
            forward(new Packet(Ipv4Packet.of(address, about.source(), 0, 0, error), name, ++sent));
        }
    }

    private static boolean isError(Ipv4Packet ip) {
        return switch (ip.payload()) {
            case IcmpMessage.EchoRequest _ -> false;
            case IcmpMessage.EchoReply _ -> false;
            case IcmpMessage _ -> true;
            case RawPayload raw -> raw.protocol() == IcmpMessage.PROTOCOL;
            default -> false;
        };
    }
}
