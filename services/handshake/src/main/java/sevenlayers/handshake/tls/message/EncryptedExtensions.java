package sevenlayers.handshake.tls.message;

import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.Place;

/** RFC 8446 §4.3.1: the server's answers that need not be in the clear. */
public record EncryptedExtensions(List<Extension> extensions) implements HandshakeMessage {
    public EncryptedExtensions {
        extensions = List.copyOf(extensions);
    }

    static EncryptedExtensions parse(Reader in) {
        return new EncryptedExtensions(Extension.parseAll(in, Place.ENCRYPTED_EXTENSIONS));
    }

    @Override
    public int type() {
        return HandshakeType.ENCRYPTED_EXTENSIONS;
    }

    @Override
    public void emitBody(Writer out) {
        Extension.emitAll(extensions, out);
    }
}
