package sevenlayers.handshake.application;

import sevenlayers.handshake.host.HostConnection;

/** Sees what programs do and are told, beside what the host sees of it. */
public interface ApplicationObserver {
    ApplicationObserver NOBODY = (connection, what, bytes) -> {};

    /** @param what {@code write}, {@code blocked}, {@code shutdown}, {@code close}, {@code abort}, {@code end of stream}, {@code done} */
    void did(HostConnection connection, String what, long bytes);
}
