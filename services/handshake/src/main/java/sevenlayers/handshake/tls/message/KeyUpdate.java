package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.MalformedPacketException;

/** RFC 8446 §4.6.3: from the next record on the sender uses the next keys. */
public record KeyUpdate(boolean requested) implements HandshakeMessage {
    static KeyUpdate parse(Reader in) {
        int requested = in.u8("request_update");
        in.means(requested == 0 ? "update_not_requested" : "update_requested: the other end is to do the same");
        if (requested > 1) {
            throw new MalformedPacketException("request_update is " + requested + "; allowed: 0 and 1");
        }
        return new KeyUpdate(requested == 1);
    }

    @Override
    public int type() {
        return HandshakeType.KEY_UPDATE;
    }

    @Override
    public void emitBody(Writer out) {
        out.u8(requested ? 1 : 0);
    }
}
