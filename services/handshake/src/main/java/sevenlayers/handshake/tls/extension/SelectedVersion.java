package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;

/** RFC 8446 §4.2.1: the version that the server chose. */
public record SelectedVersion(int version) implements Extension {
    static SelectedVersion parse(Reader in) {
        int version = in.u16("version");
        in.means(ProtocolVersion.name(version));
        return new SelectedVersion(version);
    }

    @Override
    public int number() {
        return ExtensionType.SUPPORTED_VERSIONS;
    }

    @Override
    public void emit(Writer out) {
        out.u16(version);
    }
}
