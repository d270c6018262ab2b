package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.NamedGroup;

/** RFC 8446 §4.2.8: in a HelloRetryRequest, the group of which the server wants a key share. */
public record RetryGroup(int group) implements Extension {
    static RetryGroup parse(Reader in) {
        int group = in.u16("group");
        in.means(NamedGroup.name(group));
        return new RetryGroup(group);
    }

    @Override
    public int number() {
        return ExtensionType.KEY_SHARE;
    }

    @Override
    public void emit(Writer out) {
        out.u16(group);
    }
}
