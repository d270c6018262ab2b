package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 5246 §7.4.7.1: the client's pre-master secret, encrypted with the public key of the server's certificate (PKCS #1 v1.5). */
public record RsaClientKeyExchange(Bytes encryptedPreMasterSecret) implements HandshakeMessage {
    static RsaClientKeyExchange parse(Reader in) {
        Bytes encryptedPreMasterSecret = in.opaque("EncryptedPreMasterSecret", 2, 1, 0xffff);
        in.means(
                "48 bytes under the RSA key of the certificate; who has that key's private half reads them, now or later");
        return new RsaClientKeyExchange(encryptedPreMasterSecret);
    }

    @Override
    public int type() {
        return HandshakeType.CLIENT_KEY_EXCHANGE;
    }

    @Override
    public void emitBody(Writer out) {
        out.opaque(2, encryptedPreMasterSecret);
    }
}
