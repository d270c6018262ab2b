package sevenlayers.handshake.tls.engine;

import sevenlayers.wire.Bytes;

/** What can happen to an end of a connection. */
public sealed interface Event {
    /** The transport is open; a client speaks now. */
    record Start() implements Event {}

    /** Bytes of the peer's, cut as the transport likes. */
    record Received(Bytes bytes) implements Event {}

    /** The program writes. */
    record Write(Bytes data) implements Event {}

    /** The program wants new keys (RFC 8446 §4.6.3), also for the other direction where it asks the peer. */
    record UpdateKeys(boolean askPeer) implements Event {}

    /** The program will write no more. */
    record Close() implements Event {}

    /** The transport has ended. */
    record EndOfStream() implements Event {}
}
