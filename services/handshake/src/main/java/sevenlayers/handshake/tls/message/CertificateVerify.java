package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.wire.Bytes;

/** RFC 8446 §4.4.3, RFC 5246 §7.4.8: a signature over the handshake so far: the sender has the private key of its certificate. */
public record CertificateVerify(int scheme, Bytes signature) implements HandshakeMessage {
    static CertificateVerify parse(Reader in) {
        int scheme = in.u16("algorithm");
        in.means(SignatureScheme.name(scheme));
        Bytes signature = in.opaque("signature", 2, 0, 0xffff);
        in.means("over the hash of all messages before: a copied certificate is worth nothing without its key");
        return new CertificateVerify(scheme, signature);
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE_VERIFY;
    }

    @Override
    public void emitBody(Writer out) {
        out.u16(scheme).opaque(2, signature);
    }
}
