package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;

/** RFC 8446 §4.2.11: which of the offered keys the server takes, counted from 0. */
public record SelectedPsk(int identity) implements Extension {
    static SelectedPsk parse(Reader in) {
        int identity = in.u16("identity");
        return new SelectedPsk(identity);
    }

    @Override
    public int number() {
        return ExtensionType.PRE_SHARED_KEY;
    }

    @Override
    public void emit(Writer out) {
        out.u16(identity);
    }
}
