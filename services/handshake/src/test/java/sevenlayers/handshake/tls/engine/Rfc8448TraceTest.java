package sevenlayers.handshake.tls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sevenlayers.handshake.tls.Rfc8448;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.extension.Extension;
import sevenlayers.handshake.tls.message.Certificate;
import sevenlayers.handshake.tls.message.ClientHello;
import sevenlayers.handshake.tls.message.Dialect;
import sevenlayers.handshake.tls.message.EncryptedExtensions;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.wire.Bytes;

/** The handshake of RFC 8448 §3, both roles, and the resuming hello of §4: the engine writes the published bytes. */
class Rfc8448TraceTest {
    private static final Instant THEN = Instant.parse("2018-01-01T00:00:00Z");
    private static final Bytes CLIENT_FINISHED_RECORD = Bytes.hex("""
            170303003575ec4dc238cce60b298044a71e219c56cc77b0517fe9b93c7a4bfc44d8
            7f38f80338ac98fc46deb384bd1caeacab6867d726c40546""");
    private static final BigInteger MODULUS = new BigInteger(
            "b4bb498f8279303d980836399b36c6988c0c68de55e1bdb826d3901a2461eafd2de49a91d015abbc9a95137ace6c1af19eaa6af9"
                    + "8c7ced43120998e187a80ee0ccb0524b1b018c3e0b63264d449a6d38e22a5fda430846748030530ef0461c8ca9d9efbfae8ea6d1"
                    + "d03e2bd193eff0ab9a8002c47428a6d35a8d88d79f7f1e3f",
            16);
    private static final BigInteger PRIVATE_EXPONENT = new BigInteger(
            "04dea705d43a6ea7209dd8072111a83c81e322a59278b33480641eaf7c0a6985b8e31c44f6de62e1b4c2309f6126e77b7c41e923"
                    + "314bbfa3881305dc1217f16c819ce538e922f369828d0e57195d8c84884602 07b2faa726bcf708bbd7db7f679f893492fc2a622e"
                            .replace(" ", "")
                    + "08970aac441ce4e0c3088df25ae679233df8a3bda2ff9941",
            16);

    private static Bytes record(int version, Bytes content) {
        return Writer.written(out -> out.u8(22).u16(version).opaque(2, content));
    }

    private static List<Extension> extensions(Bytes hello) {
        ClientHello parsed =
                (ClientHello) HandshakeMessage.parse(hello, Dialect.TLS13).message();
        return parsed.extensions().stream()
                .filter(extension -> extension.number() != 41)
                .toList();
    }

    private static ClientSettingsBuilder client(Bytes hello) {
        return new ClientSettingsBuilder("server", PeerCheck.none())
                .versions(ProtocolVersion.TLS_1_3)
                .suites(
                        CipherSuite.TLS_AES_128_GCM_SHA256,
                        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_AES_256_GCM_SHA384)
                .extensions(extensions(hello));
    }

    private static TlsConnection client() {
        return TlsConnection.client(
                client(Rfc8448.CLIENT_HELLO).build(),
                given(Rfc8448.CLIENT_HELLO.slice(6, 32), Rfc8448.CLIENT_PRIVATE, Bytes.EMPTY));
    }

    private static Randomness given(Bytes hello, Bytes key, Bytes salt) {
        return (use, length) -> switch (use) {
            case CLIENT_RANDOM, SERVER_RANDOM -> hello;
            case PRIVATE_KEY -> key;
            case SIGNATURE -> salt;
            default -> throw new AssertionError(use + " is not in the trace");
        };
    }

    @Test
    void the_client_sends_the_published_hello_and_the_published_Finished() {
        TlsConnection client = client();
        Bytes hello = Pair.sent(client.handle(new Event.Start(), THEN));
        Bytes finished = Pair.sent(client.handle(
                new Event.Received(Writer.written(
                        out -> out.bytes(record(0x0303, Rfc8448.SERVER_HELLO)).bytes(Rfc8448.SERVER_FLIGHT_RECORD))),
                THEN));

        assertThat(hello).isEqualTo(record(0x0301, Rfc8448.CLIENT_HELLO));
        assertThat(finished).isEqualTo(CLIENT_FINISHED_RECORD);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void the_server_answers_with_the_published_flight() throws GeneralSecurityException {
        Certificate shown = (Certificate)
                HandshakeMessage.parse(Rfc8448.CERTIFICATE, Dialect.TLS13).message();
        EncryptedExtensions said =
                (EncryptedExtensions) HandshakeMessage.parse(Rfc8448.ENCRYPTED_EXTENSIONS, Dialect.TLS13)
                        .message();
        PrivateKey key =
                KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateKeySpec(MODULUS, PRIVATE_EXPONENT));
        TlsConnection server = TlsConnection.server(
                new ServerSettingsBuilder(new Credential(shown.chain(), key))
                        .groups(NamedGroup.X25519)
                        .encryptedExtensions(said.extensions())
                        .build(),
                given(Rfc8448.SERVER_HELLO.slice(6, 32), Rfc8448.SERVER_PRIVATE, salt()));

        Bytes flight = Pair.sent(server.handle(new Event.Received(record(0x0301, Rfc8448.CLIENT_HELLO)), THEN));
        List<Effect> last = server.handle(new Event.Received(CLIENT_FINISHED_RECORD), THEN);

        assertThat(flight)
                .isEqualTo(Writer.written(
                        out -> out.bytes(record(0x0303, Rfc8448.SERVER_HELLO)).bytes(Rfc8448.SERVER_FLIGHT_RECORD)));
        assertThat(Pair.summary(last)).isPresent();
        assertThat(Pair.only(last, Effect.Made.class)
                        .getFirst()
                        .secret()
                        .value()
                        .hex())
                .isEqualTo("7df235f2031d2a051287d02b0241b0bfdaf86cc856231f2d5aba46c434ec196c");
    }

    /** The trace does not say with which salt it was signed; the public key opens the signature far enough to see it. */
    private static Bytes salt() throws GeneralSecurityException {
        byte[] encoded = new BigInteger(1, Rfc8448.CERTIFICATE_VERIFY.from(8).toArray())
                .modPow(BigInteger.valueOf(65537), MODULUS)
                .toByteArray();
        // RFC 8017 §9.1.1: maskedDB || H || bc, where DB ends with the
        // salt. The first byte of 128 has its highest bit clear.
        Bytes message = Bytes.wrap(encoded);
        int hashAt = message.length() - 1 - 32;
        Bytes hash = message.slice(hashAt, 32);
        byte[] salt = message.slice(hashAt - 32, 32).toArray();
        byte[] mask = new byte[96];
        for (int i = 0; i < 3; i++) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(hash.toArray());
            System.arraycopy(digest.digest(new byte[] {0, 0, 0, (byte) i}), 0, mask, 32 * i, 32);
        }
        for (int i = 0; i < 32; i++) {
            salt[i] ^= mask[95 - 32 + i];
        }
        return Bytes.wrap(salt);
    }

    @Test
    void the_resuming_hello_has_the_published_binder() {
        TlsConnection first = client();
        first.handle(new Event.Start(), THEN);
        first.handle(
                new Event.Received(Writer.written(
                        out -> out.bytes(record(0x0303, Rfc8448.SERVER_HELLO)).bytes(Rfc8448.SERVER_FLIGHT_RECORD))),
                THEN);
        sevenlayers.handshake.tls.message.NewSessionTicket ticket = (sevenlayers.handshake.tls.message.NewSessionTicket)
                HandshakeMessage.parse(Rfc8448.NEW_SESSION_TICKET, Dialect.TLS13)
                        .message();
        Session session = new Session(
                CipherSuite.TLS_AES_128_GCM_SHA256,
                Bytes.hex("4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3"),
                ticket.ticket(),
                ticket.ageAdd(),
                ticket.lifetime(),
                1024,
                THEN);

        TlsConnection second = TlsConnection.client(
                client(Rfc8448.RESUMING_CLIENT_HELLO)
                        .session(session)
                        .earlyData(Bytes.hex("414243444546"))
                        .build(),
                given(
                        Rfc8448.RESUMING_CLIENT_HELLO.slice(6, 32),
                        Bytes.hex("bff91188283846dd6a2134ef7180ca2b0b14fb10dce707b5098c0dddc813b2df"),
                        Bytes.EMPTY));
        List<Effect> effects = second.handle(new Event.Start(), THEN.plusMillis(6));

        assertThat(Optional.of(Pair.only(effects, Effect.Said.class).getFirst().bytes()))
                .contains(Rfc8448.RESUMING_CLIENT_HELLO);
    }
}
