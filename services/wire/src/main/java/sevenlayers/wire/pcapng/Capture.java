package sevenlayers.wire.pcapng;

import java.util.List;
import sevenlayers.wire.Bytes;

/** What a file has in it: interfaces, and packets in the order in which they stand. */
public record Capture(List<Interface> interfaces, List<Packet> packets) {
    public Capture {
        interfaces = List.copyOf(interfaces);
        packets = List.copyOf(packets);
    }

    /**
     * Where packets were seen.
     *
     * @param linkType a number of the registry of link-layer header types: {@link LinkType} has those that are written here
     */
    public record Interface(String name, int linkType) {}

    /**
     * A packet.
     *
     * @param interfaceNumber its place among the interfaces
     * @param nanos since 1970
     * @param bytes what was kept of it: all, where {@code originalLength} is as long
     * @param comment empty where there is none
     */
    public record Packet(
            int interfaceNumber, long nanos, Bytes bytes, int originalLength, Direction direction, String comment) {}
}
