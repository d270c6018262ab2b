package sevenlayers.handshake.network;

/** Sees what becomes of packets under way. */
public interface NetworkObserver {
    NetworkObserver NOBODY = new NetworkObserver() {};

    /** @param where {@code client → router}, or the name of the node that threw it away */
    default void lost(Packet packet, Loss how, String where) {}
}
