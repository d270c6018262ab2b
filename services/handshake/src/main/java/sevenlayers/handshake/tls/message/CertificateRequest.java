package sevenlayers.handshake.tls.message;

import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.Place;
import sevenlayers.wire.Bytes;

/** RFC 8446 §4.3.2: a server asks a client for its certificate, and says which signatures it can check. */
public record CertificateRequest(Bytes context, List<Extension> extensions) implements HandshakeMessage {
    public CertificateRequest {
        extensions = List.copyOf(extensions);
    }

    static CertificateRequest parse(Reader in) {
        Bytes context = in.opaque("certificate_request_context", 1, 0, 255);
        return new CertificateRequest(context, Extension.parseAll(in, Place.CERTIFICATE_REQUEST));
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }

    @Override
    public void emitBody(Writer out) {
        out.opaque(1, context);
        Extension.emitAll(extensions, out);
    }
}
