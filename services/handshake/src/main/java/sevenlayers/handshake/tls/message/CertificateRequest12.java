package sevenlayers.handshake.tls.message;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.codec.Numbers;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.SignatureScheme;
import sevenlayers.wire.Bytes;

/**
 * RFC 5246 §7.4.4: a server asks a client for its certificate.
 *
 * @param types 1: RSA, 64: ECDSA
 * @param authorities names of authorities that will do, in DER; none: any
 */
public record CertificateRequest12(List<Integer> types, List<Integer> schemes, List<Bytes> authorities)
        implements HandshakeMessage {
    public static final int RSA_SIGN = 1;
    public static final int ECDSA_SIGN = 64;

    public CertificateRequest12 {
        types = List.copyOf(types);
        schemes = List.copyOf(schemes);
        authorities = List.copyOf(authorities);
    }

    static CertificateRequest12 parse(Reader in) {
        List<Integer> types = Numbers.parse(
                in,
                "certificate_types",
                1,
                1,
                type -> type == RSA_SIGN ? "rsa_sign" : type == ECDSA_SIGN ? "ecdsa_sign" : "not known to this lab");
        List<Integer> schemes = Numbers.parse(in, "supported_signature_algorithms", 2, 2, SignatureScheme::name);
        List<Bytes> authorities = new ArrayList<>();
        Reader list = in.vector("certificate_authorities", 2, 0, 0xffff);
        while (list.more()) {
            authorities.add(list.opaque("DistinguishedName", 2, 1, 0xffff));
        }
        return new CertificateRequest12(types, schemes, authorities);
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }

    @Override
    public void emitBody(Writer out) {
        Numbers.emit(out, types, 1, 1);
        Numbers.emit(out, schemes, 2, 2);
        out.vector(2, list -> authorities.forEach(name -> list.opaque(2, name)));
    }
}
