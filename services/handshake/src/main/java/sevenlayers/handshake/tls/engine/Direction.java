package sevenlayers.handshake.tls.engine;

/** Which way something went, seen from the end that tells of it. */
public enum Direction {
    SENT,
    RECEIVED
}
