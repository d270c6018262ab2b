package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;

/** RFC 8446 §4.6.1: how many bytes of early data a ticket allows. */
public record EarlyDataLimit(long maximum) implements Extension {
    static EarlyDataLimit parse(Reader in) {
        long maximum = in.u32("maximum");
        return new EarlyDataLimit(maximum);
    }

    @Override
    public int number() {
        return ExtensionType.EARLY_DATA;
    }

    @Override
    public void emit(Writer out) {
        out.u32(maximum);
    }
}
