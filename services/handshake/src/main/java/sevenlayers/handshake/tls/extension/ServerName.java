package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/**
 * RFC 6066 §3: the host that a client wants, in the clear. A server answers with an empty one.
 *
 * @param host ASCII; empty: an empty body
 */
public record ServerName(String host) implements Extension {
    private static final int HOST_NAME = 0;

    static ServerName parse(Reader in) {
        if (!in.more()) {
            return new ServerName("");
        }
        Reader list = in.vector("server_name_list", 2, 1, 0xffff);
        int type = list.u8("name_type");
        list.means(type == HOST_NAME ? "host_name" : "not known");
        Bytes name = list.opaque("host_name", 2, 1, 0xffff);
        list.means(printable(name));
        list.end();
        if (type != HOST_NAME) {
            throw new sevenlayers.wire.MalformedPacketException("name_type is " + type + "; allowed: 0, host_name");
        }
        return new ServerName(printable(name));
    }

    private static String printable(Bytes name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) <= ' ' || name.at(i) > '~') {
                throw new sevenlayers.wire.MalformedPacketException(
                        "host_name has a byte " + name.at(i) + "; a DNS name has letters, digits, dots and hyphens");
            }
        }
        return name.utf8();
    }

    @Override
    public int number() {
        return ExtensionType.SERVER_NAME;
    }

    @Override
    public void emit(Writer out) {
        if (!host.isEmpty()) {
            out.vector(2, list -> list.u8(HOST_NAME).opaque(2, Bytes.utf8(host)));
        }
    }
}
