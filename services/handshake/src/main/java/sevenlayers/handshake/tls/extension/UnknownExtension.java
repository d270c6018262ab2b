package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** An extension that the engine does not use; its body is kept as it is. */
public record UnknownExtension(int number, Bytes body) implements Extension {
    @Override
    public void emit(Writer out) {
        out.bytes(body);
    }
}
