package sevenlayers.handshake.tls.extension;

import java.util.List;
import sevenlayers.handshake.tls.codec.Numbers;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;

/** RFC 8422 §5.1.2: how points are written; 0, uncompressed, is what is left. */
public record EcPointFormats(List<Integer> formats) implements Extension {
    public EcPointFormats {
        formats = List.copyOf(formats);
    }

    static EcPointFormats parse(Reader in) {
        return new EcPointFormats(
                Numbers.parse(in, "formats", 1, 1, format -> format == 0 ? "uncompressed" : "no longer in use"));
    }

    @Override
    public int number() {
        return ExtensionType.EC_POINT_FORMATS;
    }

    @Override
    public void emit(Writer out) {
        Numbers.emit(out, formats, 1, 1);
    }
}
