package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 5746: what the handshake before this one ended with; empty in the first one. */
public record RenegotiationInfo(Bytes renegotiatedConnection) implements Extension {
    static RenegotiationInfo parse(Reader in) {
        return new RenegotiationInfo(in.opaque("renegotiatedConnection", 1, 0, 0xff));
    }

    @Override
    public int number() {
        return ExtensionType.RENEGOTIATION_INFO;
    }

    @Override
    public void emit(Writer out) {
        out.opaque(1, renegotiatedConnection);
    }
}
