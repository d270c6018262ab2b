package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 8446 §4.2.2: bytes of the server's that the client sends back, so that the server may forget the first hello. */
public record Cookie(Bytes cookie) implements Extension {
    static Cookie parse(Reader in) {
        return new Cookie(in.opaque("cookie", 2, 1, 0xffff));
    }

    @Override
    public int number() {
        return ExtensionType.COOKIE;
    }

    @Override
    public void emit(Writer out) {
        out.opaque(2, cookie);
    }
}
