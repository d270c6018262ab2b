package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Writer;

/** RFC 8446 §4.2.10: a client sends data with its first flight; a server that answers with it takes them. */
public record EarlyData() implements Extension {
    @Override
    public int number() {
        return ExtensionType.EARLY_DATA;
    }

    @Override
    public void emit(Writer out) {
        // Its presence says all.
    }
}
