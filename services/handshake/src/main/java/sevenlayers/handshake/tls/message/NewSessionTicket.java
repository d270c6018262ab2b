package sevenlayers.handshake.tls.message;

import java.util.List;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.Place;
import sevenlayers.wire.Bytes;

/**
 * RFC 8446 §4.6.1: with this a client may resume. The key itself is not in it: both derive it from the nonce.
 *
 * @param lifetime seconds, at most a week
 * @param ageAdd hides the ticket's age when it is used
 */
public record NewSessionTicket(long lifetime, long ageAdd, Bytes nonce, Bytes ticket, List<Extension> extensions)
        implements HandshakeMessage {
    public NewSessionTicket {
        extensions = List.copyOf(extensions);
    }

    static NewSessionTicket parse(Reader in) {
        long lifetime = in.u32("ticket_lifetime");
        in.means("seconds");
        long ageAdd = in.u32("ticket_age_add");
        in.means("is added to the ticket's age, so that an eavesdropper cannot tell which ticket is used again");
        Bytes nonce = in.opaque("ticket_nonce", 1, 0, 255);
        in.means("makes this ticket's key another one than that of the next ticket");
        Bytes ticket = in.opaque("ticket", 2, 1, 0xffff);
        in.means("means something to the server only");
        return new NewSessionTicket(lifetime, ageAdd, nonce, ticket, Extension.parseAll(in, Place.NEW_SESSION_TICKET));
    }

    @Override
    public int type() {
        return HandshakeType.NEW_SESSION_TICKET;
    }

    @Override
    public void emitBody(Writer out) {
        out.u32(lifetime).u32(ageAdd).opaque(1, nonce).opaque(2, ticket);
        Extension.emitAll(extensions, out);
    }
}
