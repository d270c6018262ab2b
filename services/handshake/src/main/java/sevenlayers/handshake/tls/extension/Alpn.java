package sevenlayers.handshake.tls.extension;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 7301: the protocols that may follow, such as {@code h2}; a server answers with one. */
public record Alpn(List<Bytes> protocols) implements Extension {
    public Alpn {
        protocols = List.copyOf(protocols);
    }

    static Alpn parse(Reader in) {
        List<Bytes> protocols = new ArrayList<>();
        Reader list = in.vector("protocol_name_list", 2, 2, 0xffff);
        while (list.more()) {
            protocols.add(list.opaque("protocol_name", 1, 1, 0xff));
            list.means(protocols.getLast().utf8());
        }
        return new Alpn(protocols);
    }

    @Override
    public int number() {
        return ExtensionType.ALPN;
    }

    @Override
    public void emit(Writer out) {
        out.vector(2, list -> protocols.forEach(protocol -> list.opaque(1, protocol)));
    }
}
