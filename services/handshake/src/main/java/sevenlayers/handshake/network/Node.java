package sevenlayers.handshake.network;

/** A host or a router. */
public interface Node {
    String name();

    int address();

    /** A packet has arrived; its checksums are for the node to check. */
    void arrived(Packet packet);
}
