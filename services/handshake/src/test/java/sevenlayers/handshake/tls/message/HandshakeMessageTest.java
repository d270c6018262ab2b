package sevenlayers.handshake.tls.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.handshake.tls.Rfc8448;
import sevenlayers.handshake.tls.codec.Field;
import sevenlayers.handshake.tls.extension.Cookie;
import sevenlayers.handshake.tls.extension.ExtendedMasterSecret;
import sevenlayers.handshake.tls.extension.KeyShares;
import sevenlayers.handshake.tls.extension.PreSharedKeys;
import sevenlayers.handshake.tls.extension.RetryGroup;
import sevenlayers.handshake.tls.extension.ServerName;
import sevenlayers.handshake.tls.extension.UnknownExtension;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;
import sevenlayers.wire.MalformedPacketException;

class HandshakeMessageTest {
    static Stream<Arguments> published() {
        return Stream.of(
                Arguments.of("ClientHello", Rfc8448.CLIENT_HELLO),
                Arguments.of("ServerHello", Rfc8448.SERVER_HELLO),
                Arguments.of("EncryptedExtensions", Rfc8448.ENCRYPTED_EXTENSIONS),
                Arguments.of("Certificate", Rfc8448.CERTIFICATE),
                Arguments.of("CertificateVerify", Rfc8448.CERTIFICATE_VERIFY),
                Arguments.of("Finished", Rfc8448.SERVER_FINISHED),
                Arguments.of("NewSessionTicket", Rfc8448.NEW_SESSION_TICKET),
                Arguments.of("ClientHello", Rfc8448.RESUMING_CLIENT_HELLO),
                Arguments.of("HelloRetryRequest", Rfc8448.HELLO_RETRY_REQUEST));
    }

    static Stream<Arguments> ownOf12() {
        Bytes random = Bytes.hex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
        return Stream.of(
                Arguments.of(Dialect.TLS12_RSA, new RsaClientKeyExchange(Bytes.zeros(256))),
                Arguments.of(Dialect.TLS12_ECDHE, new EcdheClientKeyExchange(Bytes.zeros(32))),
                Arguments.of(
                        Dialect.TLS12_ECDHE, new ServerKeyExchange(0x1d, Bytes.zeros(32), 0x0804, Bytes.zeros(256))),
                Arguments.of(Dialect.TLS12_RSA, new Certificate12(List.of(Bytes.zeros(700), Bytes.zeros(800)))),
                Arguments.of(
                        Dialect.TLS12_ECDHE,
                        new CertificateRequest12(List.of(1, 64), List.of(0x0804, 0x0403), List.of(Bytes.zeros(20)))),
                Arguments.of(Dialect.TLS12_ECDHE, new NewSessionTicket12(7200, Bytes.zeros(160))),
                Arguments.of(Dialect.TLS12_ECDHE, new ServerHelloDone()),
                Arguments.of(Dialect.TLS12_ECDHE, new HelloRequest()),
                Arguments.of(Dialect.TLS12_ECDHE, new Finished(Bytes.zeros(12))),
                Arguments.of(
                        Dialect.TLS12_ECDHE, new ServerHello(0x0303, random, Bytes.zeros(32), 0xc02f, 0, List.of())),
                Arguments.of(
                        Dialect.TLS12_ECDHE,
                        new ClientHello(
                                0x0303,
                                random,
                                Bytes.EMPTY,
                                List.of(0x2a2a, 0xc02f),
                                Bytes.of((byte) 0),
                                List.of(
                                        new UnknownExtension(0x3a3a, Bytes.EMPTY),
                                        new ExtendedMasterSecret(),
                                        new UnknownExtension(0x4a4a, Bytes.of((byte) 7))))),
                Arguments.of(Dialect.TLS13, new CertificateRequest(Bytes.of((byte) 1), List.of(new ServerName("")))),
                Arguments.of(Dialect.TLS13, new KeyUpdate(true)),
                Arguments.of(Dialect.TLS13, new EndOfEarlyData()),
                Arguments.of(Dialect.TLS13, new UnknownMessage(99, Bytes.of((byte) 1, (byte) 2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("published")
    void what_the_RFC_shows_is_read_and_written_again_to_the_byte(String name, Bytes bytes) {
        HandshakeMessage message = HandshakeMessage.parse(bytes, Dialect.TLS13).message();

        assertThat(message.name()).isEqualTo(name);
        assertThat(message.emit()).isEqualTo(bytes);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ownOf12")
    void what_is_written_is_read_again(Dialect dialect, HandshakeMessage message) {
        HandshakeMessage.Read read = HandshakeMessage.parse(message.emit(), dialect);

        assertThat(read.message()).isEqualTo(message);
        assertCovered(read.fields(), 0, message.emit().length());
        Hostile.variantsOf(message.emit(), bytes -> HandshakeMessage.parse(bytes, dialect));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("published")
    void every_byte_belongs_to_one_field_and_every_field_lies_in_the_one_around_it(String name, Bytes bytes) {
        assertCovered(HandshakeMessage.parse(bytes, Dialect.TLS13).fields(), 0, bytes.length());
    }

    private static void assertCovered(List<Field> fields, int from, int to) {
        int at = from;
        for (Field field : fields) {
            assertThat(field.offset())
                    .as("%s follows the field before it", field)
                    .isEqualTo(at);
            at += field.length();
            if (!field.parts().isEmpty()) {
                assertCovered(field.parts(), field.offset(), at);
            }
        }
        assertThat(at).as("the last field ends where the one around it ends").isEqualTo(to);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("published")
    void hostile_bytes_are_understood_or_refused_with_a_reason(String name, Bytes bytes) {
        for (Dialect dialect : Dialect.values()) {
            Hostile.variantsOf(bytes, changed -> HandshakeMessage.parse(changed, dialect));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("published")
    void whatever_can_be_read_is_written_as_it_came(String name, Bytes bytes) {
        Hostile.variantsOf(bytes, changed -> {
            HandshakeMessage read =
                    HandshakeMessage.parse(changed, Dialect.TLS13).message();
            boolean emptyListOfExtensions = read instanceof ClientHello hello
                            && hello.extensions().isEmpty()
                    || read instanceof ServerHello answer && answer.extensions().isEmpty();
            if (!emptyListOfExtensions) {
                assertThat(read.emit()).isEqualTo(changed);
            }
        });
    }

    @Test
    void a_hello_says_in_words_what_it_offers() {
        ClientHello hello = (ClientHello)
                HandshakeMessage.parse(Rfc8448.CLIENT_HELLO, Dialect.TLS13).message();

        assertThat(hello.extension(ServerName.class)).contains(new ServerName("server"));
        assertThat(hello.extension(KeyShares.class).orElseThrow().shares())
                .singleElement()
                .satisfies(share -> assertThat(share.group()).isEqualTo(0x1d));
        assertThat(all(HandshakeMessage.parse(Rfc8448.CLIENT_HELLO, Dialect.TLS13)
                        .fields()))
                .anySatisfy(field -> assertThat(field.meaning()).isEqualTo("0x1301 TLS_AES_128_GCM_SHA256"))
                .anySatisfy(field -> assertThat(field.meaning()).isEqualTo("0x0304 TLS 1.3"));
    }

    private static List<Field> all(List<Field> fields) {
        return fields.stream()
                .flatMap(field -> Stream.concat(Stream.of(field), all(field.parts()).stream()))
                .toList();
    }

    @Test
    void the_same_extension_has_another_body_in_another_message() {
        ServerHello retry = (ServerHello) HandshakeMessage.parse(Rfc8448.HELLO_RETRY_REQUEST, Dialect.TLS13)
                .message();

        assertThat(retry.isRetry()).isTrue();
        assertThat(retry.extension(RetryGroup.class)).contains(new RetryGroup(0x17));
        assertThat(retry.extension(Cookie.class).orElseThrow().cookie().length())
                .isEqualTo(114);
    }

    @Test
    void binders_are_the_last_bytes_of_a_hello() {
        ClientHello hello = (ClientHello) HandshakeMessage.parse(Rfc8448.RESUMING_CLIENT_HELLO, Dialect.TLS13)
                .message();
        PreSharedKeys keys = hello.extension(PreSharedKeys.class).orElseThrow();

        assertThat(keys.identities().getFirst().obfuscatedTicketAge()).isEqualTo(0xfad6aacbL);
        // RFC 8448 §4: the prefix over which the binder is computed has 477 bytes.
        assertThat(Rfc8448.RESUMING_CLIENT_HELLO.length() - keys.bindersLength())
                .isEqualTo(477);
    }

    @Test
    void an_extension_that_occurs_twice_is_refused() {
        ClientHello hello = (ClientHello)
                HandshakeMessage.parse(Rfc8448.CLIENT_HELLO, Dialect.TLS13).message();
        Bytes twice = hello.withExtensions(List.of(new ExtendedMasterSecret(), new ExtendedMasterSecret()))
                .emit();

        assertThatThrownBy(() -> HandshakeMessage.parse(twice, Dialect.TLS13))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessageContaining("extended_master_secret occurs twice");
    }

    @Test
    void bytes_after_the_end_are_refused_and_the_message_says_where() {
        Bytes longer = Bytes.wrap(java.util.Arrays.copyOf(Rfc8448.SERVER_HELLO.toArray(), 91));

        assertThatThrownBy(() -> HandshakeMessage.parse(longer, Dialect.TLS13))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage("ServerHello says that its body has 86 bytes, here are 87");
    }
}
