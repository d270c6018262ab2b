package sevenlayers.handshake.tls.extension;

import java.util.List;
import sevenlayers.handshake.tls.codec.Numbers;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.NamedGroup;

/** RFC 8446 §4.2.7: the groups that the sender can use for its key exchange, the best one first. */
public record SupportedGroups(List<Integer> groups) implements Extension {
    public SupportedGroups {
        groups = List.copyOf(groups);
    }

    static SupportedGroups parse(Reader in) {
        return new SupportedGroups(Numbers.parse(in, "groups", 2, 2, NamedGroup::name));
    }

    @Override
    public int number() {
        return ExtensionType.SUPPORTED_GROUPS;
    }

    @Override
    public void emit(Writer out) {
        Numbers.emit(out, groups, 2, 2);
    }
}
