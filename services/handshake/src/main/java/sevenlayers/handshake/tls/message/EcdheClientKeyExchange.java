package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 8422 §5.7: the client's ephemeral public key. */
public record EcdheClientKeyExchange(Bytes publicKey) implements HandshakeMessage {
    static EcdheClientKeyExchange parse(Reader in) {
        Bytes publicKey = in.opaque("ecdh_Yc", 1, 1, 0xff);
        in.means("an ephemeral public key; it is used once and forgotten");
        return new EcdheClientKeyExchange(publicKey);
    }

    @Override
    public int type() {
        return HandshakeType.CLIENT_KEY_EXCHANGE;
    }

    @Override
    public void emitBody(Writer out) {
        out.opaque(1, publicKey);
    }
}
