package sevenlayers.handshake.tls.message;

import sevenlayers.handshake.tls.codec.Writer;

/** RFC 5246 §7.4.1.1: a server asks for a new handshake; TLS 1.3 has no such thing. */
public record HelloRequest() implements HandshakeMessage {
    @Override
    public int type() {
        return HandshakeType.HELLO_REQUEST;
    }

    @Override
    public void emitBody(Writer out) {
        // It has no body.
    }
}
