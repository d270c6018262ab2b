package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Writer;

/** RFC 8446 §4.5: the client's early data end here; what follows is under the keys of the handshake. */
public record EndOfEarlyData() implements HandshakeMessage {
    @Override
    public int type() {
        return HandshakeType.END_OF_EARLY_DATA;
    }

    @Override
    public void emitBody(Writer out) {
        // It has no body.
    }
}
