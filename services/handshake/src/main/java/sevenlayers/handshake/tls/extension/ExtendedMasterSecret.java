package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Writer;

/** RFC 7627: the master secret of TLS 1.2 is to depend on the whole handshake, not on the two randoms only. */
public record ExtendedMasterSecret() implements Extension {
    @Override
    public int number() {
        return ExtensionType.EXTENDED_MASTER_SECRET;
    }

    @Override
    public void emit(Writer out) {
        // Its presence says all.
    }
}
