package sevenlayers.handshake.tls.engine;

import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.message.HelloRequest;
import sevenlayers.wire.Bytes;

/** TLS 1.2 after the handshake: data. */
final class Open12 extends Flow {
    Open12(TlsConnection connection) {
        super(connection);
    }

    @Override
    void message(HandshakeMessage message) {
        switch (message) {
            case HelloRequest request when !connection.isServer() -> refuse(request);
            case ClientHello hello when connection.isServer() -> refuse(hello);
            default -> throw unexpected(message, "application data");
        }
    }

    private void refuse(HandshakeMessage asks) {
        wire.sendAlert(
                AlertDescription.NO_RENEGOTIATION,
                asks.name() + " asks for a new handshake on this connection; this end makes one a connection",
                "RFC 5246 §7.2.2");
    }

    @Override
    void changeCipherSpec() {
        throw new TlsFailure(
                AlertDescription.UNEXPECTED_MESSAGE, "change_cipher_spec after the handshake", "RFC 5246 §7.1");
    }

    @Override
    void data(Bytes bytes) {
        wire.add(new Effect.Data(bytes, false));
    }

    @Override
    boolean isOpen() {
        return true;
    }
}
