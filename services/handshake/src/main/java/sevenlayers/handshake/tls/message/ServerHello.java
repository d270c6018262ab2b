package sevenlayers.handshake.tls.message;

import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.extension.Place;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.wire.Bytes;

/** RFC 8446 §4.1.3: what the server chose. With one random that is known to all it is a HelloRetryRequest (§4.1.4). */
public record ServerHello(
        int legacyVersion,
        Bytes random,
        Bytes sessionId,
        int cipherSuite,
        int compressionMethod,
        List<Extension> extensions)
        implements HandshakeMessage {
    /** RFC 8446 §4.1.3: the SHA-256 of "HelloRetryRequest". */
    public static final Bytes RETRY = Bytes.hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    /** RFC 8446 §4.1.3: the end of the random of a server that has TLS 1.3 and was brought to TLS 1.2: "DOWNGRD" and 1. */
    public static final Bytes DOWNGRADE_TO_12 = Bytes.hex("444f574e47524401");

    public ServerHello {
        if (random.length() != ClientHello.RANDOM || sessionId.length() > 32) {
            throw new IllegalArgumentException(
                    "random has 32 bytes, session_id at most 32: " + random.length() + ", " + sessionId.length());
        }
        extensions = List.copyOf(extensions);
    }

    static ServerHello parse(Reader in) {
        int version = in.u16("legacy_version");
        in.means(ProtocolVersion.name(version) + ", unless supported_versions says another one");
        Bytes random = in.bytes("random", ClientHello.RANDOM);
        boolean retries = random.equals(RETRY);
        in.means(
                retries
                        ? "the SHA-256 of \"HelloRetryRequest\": this is no ServerHello, the client is to try again"
                        : random.from(24).equals(DOWNGRADE_TO_12)
                                ? "the server's random; it ends in DOWNGRD and 1: the server has TLS 1.3, too"
                                : "the server's random; all keys depend on it");
        Bytes sessionId = in.opaque("legacy_session_id_echo", 1, 0, 32);
        int suite = in.u16("cipher_suite");
        in.means(CipherSuite.name(suite));
        int compression = in.u8("legacy_compression_method");
        in.means(compression == 0 ? "none" : "not allowed any more");
        List<Extension> extensions = in.more()
                ? Extension.parseAll(in, retries ? Place.HELLO_RETRY_REQUEST : Place.SERVER_HELLO)
                : List.of();
        return new ServerHello(version, random, sessionId, suite, compression, extensions);
    }

    @Override
    public int type() {
        return HandshakeType.SERVER_HELLO;
    }

    @Override
    public String name() {
        return isRetry() ? "HelloRetryRequest" : "ServerHello";
    }

    @Override
    public void emitBody(Writer out) {
        out.u16(legacyVersion)
                .bytes(random)
                .opaque(1, sessionId)
                .u16(cipherSuite)
                .u8(compressionMethod);
        if (!extensions.isEmpty()) {
            Extension.emitAll(extensions, out);
        }
    }

    public boolean isRetry() {
        return random.equals(RETRY);
    }

    public <E extends Extension> Optional<E> extension(Class<E> kind) {
        return Extension.find(extensions, kind);
    }
}
