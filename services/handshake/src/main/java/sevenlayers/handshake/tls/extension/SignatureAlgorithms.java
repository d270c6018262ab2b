package sevenlayers.handshake.tls.extension;

import java.util.List;
import sevenlayers.handshake.tls.codec.Numbers;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.SignatureScheme;

/** RFC 8446 §4.2.3: the signatures that the sender can check, the best one first. */
public record SignatureAlgorithms(List<Integer> schemes) implements Extension {
    public SignatureAlgorithms {
        schemes = List.copyOf(schemes);
    }

    static SignatureAlgorithms parse(Reader in) {
        return new SignatureAlgorithms(Numbers.parse(in, "schemes", 2, 2, SignatureScheme::name));
    }

    @Override
    public int number() {
        return ExtensionType.SIGNATURE_ALGORITHMS;
    }

    @Override
    public void emit(Writer out) {
        Numbers.emit(out, schemes, 2, 2);
    }
}
