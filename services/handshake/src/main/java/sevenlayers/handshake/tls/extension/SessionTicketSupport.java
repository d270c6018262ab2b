package sevenlayers.handshake.tls.extension;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 5077 §3.2: a ticket of an earlier session of TLS 1.2, or an empty body where there is none yet. */
public record SessionTicketSupport(Bytes ticket) implements Extension {
    static SessionTicketSupport parse(Reader in) {
        return new SessionTicketSupport(in.more() ? in.rest("ticket") : Bytes.EMPTY);
    }

    @Override
    public int number() {
        return ExtensionType.SESSION_TICKET;
    }

    @Override
    public void emit(Writer out) {
        out.bytes(ticket);
    }
}
