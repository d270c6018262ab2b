package sevenlayers.handshake.tls.message;

import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.codec.Numbers;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.Place;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.wire.Bytes;

/** RFC 8446 §4.1.2: what a client offers. All of it is in the clear. */
public record ClientHello(
        int legacyVersion,
        Bytes random,
        Bytes sessionId,
        List<Integer> cipherSuites,
        Bytes compressionMethods,
        List<Extension> extensions)
        implements HandshakeMessage {
    static final int RANDOM = 32;

    public ClientHello {
        if (random.length() != RANDOM || sessionId.length() > 32) {
            throw new IllegalArgumentException(
                    "random has 32 bytes, session_id at most 32: " + random.length() + ", " + sessionId.length());
        }
        cipherSuites = List.copyOf(cipherSuites);
        extensions = List.copyOf(extensions);
    }

    static ClientHello parse(Reader in) {
        int version = in.u16("legacy_version");
        in.means(ProtocolVersion.name(version)
                + ": the newest that a field of the old kind may name; supported_versions says more");
        Bytes random = in.bytes("random", RANDOM);
        in.means("the client's random; all keys depend on it");
        Bytes sessionId = in.opaque("legacy_session_id", 1, 0, 32);
        in.means("a session of TLS 1.2 to resume, or bytes that make TLS 1.3 look like that");
        List<Integer> suites = Numbers.parse(in, "cipher_suites", 2, 2, CipherSuite::name);
        in.means("what the client can use, the best one first");
        Bytes compression = in.opaque("legacy_compression_methods", 1, 1, 255);
        in.means("0: none");
        // RFC 5246 §7.4.1.2: a hello may end here; whether extensions follow is seen from its length.
        List<Extension> extensions = in.more() ? Extension.parseAll(in, Place.CLIENT_HELLO) : List.of();
        return new ClientHello(version, random, sessionId, suites, compression, extensions);
    }

    @Override
    public int type() {
        return HandshakeType.CLIENT_HELLO;
    }

    @Override
    public void emitBody(Writer out) {
        out.u16(legacyVersion).bytes(random).opaque(1, sessionId);
        Numbers.emit(out, cipherSuites, 2, 2);
        out.opaque(1, compressionMethods);
        if (!extensions.isEmpty()) {
            Extension.emitAll(extensions, out);
        }
    }

    public <E extends Extension> Optional<E> extension(Class<E> kind) {
        return Extension.find(extensions, kind);
    }

    public ClientHello withExtensions(List<Extension> others) {
        return new ClientHello(legacyVersion, random, sessionId, cipherSuites, compressionMethods, others);
    }
}
