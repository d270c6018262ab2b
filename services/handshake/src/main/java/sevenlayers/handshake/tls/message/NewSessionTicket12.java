package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 5077 §3.3: the session, sealed under a key that only the server has. */
public record NewSessionTicket12(long lifetimeHint, Bytes ticket) implements HandshakeMessage {
    static NewSessionTicket12 parse(Reader in) {
        long lifetimeHint = in.u32("ticket_lifetime_hint");
        in.means("seconds");
        return new NewSessionTicket12(lifetimeHint, in.opaque("ticket", 2, 0, 0xffff));
    }

    @Override
    public int type() {
        return HandshakeType.NEW_SESSION_TICKET;
    }

    @Override
    public void emitBody(Writer out) {
        out.u32(lifetimeHint).opaque(2, ticket);
    }
}
