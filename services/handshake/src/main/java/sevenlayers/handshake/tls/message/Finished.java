package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.wire.Bytes;

/** RFC 8446 §4.4.4, RFC 5246 §7.4.9: a MAC over all messages before it. A hello that somebody changed on its way is found out here. */
public record Finished(Bytes verifyData) implements HandshakeMessage {
    static Finished parse(Reader in) {
        Bytes verifyData = in.rest("verify_data");
        in.means("a MAC over the whole handshake so far");
        return new Finished(verifyData);
    }

    @Override
    public int type() {
        return HandshakeType.FINISHED;
    }

    @Override
    public void emitBody(Writer out) {
        out.bytes(verifyData);
    }
}
