package sevenlayers.handshake.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.pcapng.Direction;
import sevenlayers.wire.pcapng.LinkType;
import sevenlayers.wire.pcapng.PcapngWriter;

/**
 * Writes down what goes through the interfaces of some hosts, each an interface of the file. Virtual time begins in 1970, and packets
 * begin with their IP header: links of the simulation have no addresses of their own.
 */
public final class HostCapture {
    private static final String APPLICATION = "Seven Layers";

    private final Pieces pieces;
    private final PcapngWriter writer;
    private final Map<String, Integer> interfaces = new LinkedHashMap<>();
    private long packets;

    /**
     * @param hosts where it is captured; the packets of others are passed over. A capture at both ends of a connection has every packet
     *     twice, and Wireshark then takes the second for a retransmission
     * @param file is handed the file piece by piece, and may make the run wait
     */
    public HostCapture(List<String> hosts, Consumer<Bytes> file) {
        pieces = new Pieces(file);
        try {
            writer = new PcapngWriter(pieces, APPLICATION);
            for (String host : hosts) {
                interfaces.put(host, writer.addInterface(host, LinkType.RAW));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * A packet leaves its host.
     *
     * @param comment why, for whoever reads the capture; none where it is empty
     */
    public void sent(String host, long nowNanos, Ipv4Packet packet, String comment) {
        write(host, nowNanos, packet, Direction.OUTBOUND, comment);
    }

    /** A packet reaches a host, whatever the host makes of it. */
    public void arrived(String host, long nowNanos, Ipv4Packet packet) {
        write(host, nowNanos, packet, Direction.INBOUND, "");
    }

    private void write(String host, long nowNanos, Ipv4Packet packet, Direction direction, String comment) {
        Integer number = interfaces.get(host);
        if (number == null) {
            return;
        }
        packets++;
        try {
            writer.packet(number, nowNanos, packet.toBytes(), direction, comment);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public boolean isCapturedAt(String host) {
        return interfaces.containsKey(host);
    }

    /** How many packets the file has so far. */
    public long packets() {
        return packets;
    }

    /** Hands over what is left. */
    public void finish() {
        pieces.flush();
    }
}
