package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.wire.Bytes;

/** RFC 8446 §4.2.8: an ephemeral public key of a group. Alone it is what a server answers. */
public record KeyShare(int group, Bytes keyExchange) implements Extension {
    static KeyShare parse(Reader in) {
        int group = in.u16("group");
        in.means(NamedGroup.name(group));
        Bytes keyExchange = in.opaque("key_exchange", 2, 1, 0xffff);
        in.means("an ephemeral public key");
        return new KeyShare(group, keyExchange);
    }

    @Override
    public int number() {
        return ExtensionType.KEY_SHARE;
    }

    @Override
    public void emit(Writer out) {
        out.u16(group).opaque(2, keyExchange);
    }
}
