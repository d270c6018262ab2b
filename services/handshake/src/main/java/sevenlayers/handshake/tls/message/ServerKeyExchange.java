package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/**
 * RFC 8422 §5.4: the server's ephemeral public key, signed with the key of its certificate. The certificate has a public key, too; this one is
 * used once, and it does not occur where the key exchange is RSA.
 */
public record ServerKeyExchange(int group, Bytes publicKey, int scheme, Bytes signature) implements HandshakeMessage {
    private static final int NAMED_CURVE = 3;

    static ServerKeyExchange parse(Reader in) {
        int type = in.u8("curve_type");
        in.means(type == NAMED_CURVE ? "named_curve" : "not in use any more");
        if (type != NAMED_CURVE) {
            throw new MalformedPacketException("curve_type is " + type + "; allowed: 3, named_curve");
        }
        int group = in.u16("namedcurve");
        in.means(NamedGroup.name(group));
        Bytes publicKey = in.opaque("public", 1, 1, 255);
        in.means("an ephemeral public key; it is used once and forgotten");
        int scheme = in.u16("algorithm");
        in.means(SignatureScheme.name(scheme));
        Bytes signature = in.opaque("signature", 2, 0, 0xffff);
        in.means("over both randoms and the fields above, with the key of the certificate");
        return new ServerKeyExchange(group, publicKey, scheme, signature);
    }

    @Override
    public int type() {
        return HandshakeType.SERVER_KEY_EXCHANGE;
    }

    @Override
    public void emitBody(Writer out) {
        out.bytes(parameters(group, publicKey)).u16(scheme).opaque(2, signature);
    }

    /** What is signed, together with the randoms. */
    public static Bytes parameters(int group, Bytes publicKey) {
        return Writer.written(out -> out.u8(NAMED_CURVE).u16(group).opaque(1, publicKey));
    }
}
