package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** A message of a type that is not known here; its body is kept as it is. */
public record UnknownMessage(int type, Bytes body) implements HandshakeMessage {
    @Override
    public void emitBody(Writer out) {
        out.bytes(body);
    }
}
