package sevenlayers.handshake.tls.extension;

import java.util.List;
import sevenlayers.handshake.tls.codec.Numbers;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;

/** RFC 8446 §4.2.1: the versions that a client speaks. With TLS 1.3 this decides; the field in front of the hello stands still. */
public record SupportedVersions(List<Integer> versions) implements Extension {
    public SupportedVersions {
        versions = List.copyOf(versions);
    }

    static SupportedVersions parse(Reader in) {
        return new SupportedVersions(Numbers.parse(in, "versions", 1, 2, ProtocolVersion::name));
    }

    @Override
    public int number() {
        return ExtensionType.SUPPORTED_VERSIONS;
    }

    @Override
    public void emit(Writer out) {
        Numbers.emit(out, versions, 1, 2);
    }
}
