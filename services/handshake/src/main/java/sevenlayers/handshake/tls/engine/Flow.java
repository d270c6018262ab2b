package sevenlayers.handshake.tls.engine;

import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.wire.Bytes;

/** A part of a connection's life: what may come now, and what follows from it. */
abstract sealed class Flow
        permits ClientOpening, Client13, Client12, ServerOpening, Server13, Server12, Open13, Open12 {
    final TlsConnection connection;
    final Wire wire;

    Flow(TlsConnection connection) {
        this.connection = connection;
        this.wire = connection.wire();
    }

    abstract void message(HandshakeMessage message);

    /** RFC 8446 §5: whoever speaks TLS 1.3 drops it. */
    abstract void changeCipherSpec();

    /** What has come for the program. */
    void data(Bytes bytes) {
        throw new TlsFailure(
                AlertDescription.UNEXPECTED_MESSAGE,
                "application data before the handshake is complete",
                "RFC 8446 §6");
    }

    /** Whether the program may write. */
    boolean isOpen() {
        return false;
    }

    void updateKeys(boolean askPeer) {
        throw new IllegalStateException("keys are updated on a connection of TLS 1.3 that is open");
    }

    static TlsFailure unexpected(HandshakeMessage came, String expected) {
        return new TlsFailure(
                AlertDescription.UNEXPECTED_MESSAGE,
                came.name() + " came where " + expected + " may come",
                "RFC 8446 §4, RFC 5246 §7.3");
    }

    static TlsFailure illegal(String reason, String source) {
        return new TlsFailure(AlertDescription.ILLEGAL_PARAMETER, reason, source);
    }
}
