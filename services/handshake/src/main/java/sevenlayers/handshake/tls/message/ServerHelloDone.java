package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Writer;

/** RFC 5246 §7.4.5: the server has said all, the client is next. */
public record ServerHelloDone() implements HandshakeMessage {
    @Override
    public int type() {
        return HandshakeType.SERVER_HELLO_DONE;
    }

    @Override
    public void emitBody(Writer out) {
        // It has no body.
    }
}
