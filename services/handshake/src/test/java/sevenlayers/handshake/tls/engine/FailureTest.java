package sevenlayers.handshake.tls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.handshake.tls.Pems;
import sevenlayers.handshake.tls.Rfc8448;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.certificate.PeerCheck;
import sevenlayers.handshake.tls.extension.EcPointFormats;
import sevenlayers.handshake.tls.extension.KeyShares;
import sevenlayers.handshake.tls.extension.SupportedGroups;
import sevenlayers.handshake.tls.extension.SupportedVersions;
import sevenlayers.handshake.tls.message.Finished;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.handshake.tls.record.ContentType;
import sevenlayers.handshake.tls.record.TlsRecord;
import sevenlayers.wire.Bytes;

/** What has to fail, and with which alert. */
class FailureTest {
    private static final int V12 = ProtocolVersion.TLS_1_2;
    private static final int V13 = ProtocolVersion.TLS_1_3;

    private static ClientSettingsBuilder client() {
        return HandshakeTest.client();
    }

    private static ServerSettingsBuilder server() {
        return HandshakeTest.server();
    }

    private static ServerSettings serverWith(String credential) {
        return new ServerSettingsBuilder(Pems.credential(credential)).build();
    }

    private static ServerSettings demanding() {
        return server().clientCertificate(ServerSettings.ClientCertificate.REQUIRED, Pems.trustingClients())
                .build();
    }

    /** A credential whose key is not that of its certificate. */
    private static ServerSettings thief() {
        Credential stolen = new Credential(
                Pems.credential("server-ec").chain(),
                Pems.credential("no-names").key());
        return new ServerSettingsBuilder(stolen).build();
    }

    private static Pair pair(ClientSettingsBuilder client, ServerSettings server) {
        return new Pair(client.build(), server);
    }

    private static Arguments row(String what, boolean byClient, AlertDescription alert, Supplier<Pair> pair) {
        return Arguments.of(what, byClient, alert, pair);
    }

    static Stream<Arguments> failures() {
        Stream.Builder<Arguments> rows = Stream.builder();
        for (int version : List.of(V12, V13)) {
            String name = version == V12 ? " 1.2" : " 1.3";
            rows.add(row(
                    "unknown CA" + name,
                    true,
                    AlertDescription.UNKNOWN_CA,
                    () -> pair(client().versions(version), serverWith("foreign"))));
            rows.add(row(
                    "expired" + name,
                    true,
                    AlertDescription.CERTIFICATE_EXPIRED,
                    () -> pair(client().versions(version), serverWith("expired"))));
            rows.add(row(
                    "wrong host" + name,
                    true,
                    AlertDescription.CERTIFICATE_UNKNOWN,
                    () -> pair(
                            new ClientSettingsBuilder("bank.lab", Pems.trusting("bank.lab", "root")).versions(version),
                            server().build())));
            rows.add(row(
                    "a common name is no host name" + name,
                    true,
                    AlertDescription.CERTIFICATE_UNKNOWN,
                    () -> pair(client().versions(version), serverWith("no-names"))));
            rows.add(row(
                    "a client's certificate at a server" + name,
                    true,
                    AlertDescription.UNSUPPORTED_CERTIFICATE,
                    () -> pair(client().versions(version), serverWith("client"))));
            rows.add(row(
                    "a copied certificate" + name,
                    true,
                    AlertDescription.DECRYPT_ERROR,
                    () -> pair(client().versions(version), thief())));
            rows.add(row(
                    "no protocol in common" + name,
                    false,
                    AlertDescription.NO_APPLICATION_PROTOCOL,
                    () -> pair(
                            client().versions(version).applicationProtocols(List.of("h2")),
                            server().applicationProtocols(List.of("http/1.1")).build())));
            rows.add(row(
                    "a client that nobody knows" + name,
                    false,
                    AlertDescription.UNKNOWN_CA,
                    () -> pair(client().versions(version).credential(Pems.credential("foreign")), demanding())));
        }
        rows.add(row(
                "no client certificate 1.2",
                false,
                AlertDescription.HANDSHAKE_FAILURE,
                () -> pair(client().versions(V12), demanding())));
        rows.add(row(
                "no client certificate 1.3",
                false,
                AlertDescription.CERTIFICATE_REQUIRED,
                () -> pair(client().versions(V13), demanding())));
        rows.add(row(
                "no shared cipher 1.2",
                false,
                AlertDescription.HANDSHAKE_FAILURE,
                () -> pair(
                        client().versions(V12).suites(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256),
                        server().suites(CipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384)
                                .build())));
        rows.add(row(
                "no shared cipher 1.3",
                false,
                AlertDescription.HANDSHAKE_FAILURE,
                () -> pair(
                        client().versions(V13).suites(CipherSuite.TLS_AES_128_GCM_SHA256),
                        server().suites(CipherSuite.TLS_AES_256_GCM_SHA384).build())));
        rows.add(row(
                "no shared group 1.3",
                false,
                AlertDescription.HANDSHAKE_FAILURE,
                () -> pair(
                        client().versions(V13),
                        server().groups(NamedGroup.SECP521R1).build())));
        rows.add(row(
                "no shared version",
                false,
                AlertDescription.PROTOCOL_VERSION,
                () -> pair(client().versions(V12), server().versions(V13).build())));
        rows.add(row(
                "a version from the future only",
                false,
                AlertDescription.PROTOCOL_VERSION,
                () -> pair(
                        client().versions(V13).extensions(List.of(new SupportedVersions(List.of(0x0305)))),
                        server().build())));
        rows.add(row(
                "a hello of TLS 1.3 without groups",
                false,
                AlertDescription.MISSING_EXTENSION,
                () -> pair(
                        client().versions(V13).extensions(List.of(new SupportedVersions(List.of(V13)))),
                        server().build())));
        return rows.build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void it_fails_with_the_alert_that_the_RFC_names(
            String what, boolean byClient, AlertDescription alert, Supplier<Pair> setting) {
        Pair pair = setting.get().start();

        assertThat(Pair.alert(byClient ? pair.ofClient : pair.ofServer)).contains(alert);
        assertThat(Pair.only(byClient ? pair.ofServer : pair.ofClient, Effect.Alerted.class))
                .as("the other end hears of it")
                .anySatisfy(heard -> assertThat(heard.alert().description()).isEqualTo(alert.number()));
        assertThat(pair.client.isOpen()).isFalse();
        assertThat(pair.server.hasEnded() && pair.client.hasEnded()).isTrue();
        assertThat(Pair.only(byClient ? pair.ofClient : pair.ofServer, Effect.Alerted.class))
                .allSatisfy(said -> assertThat(said.reason()).isNotBlank());
    }

    @Test
    void a_wildcard_stands_for_one_label() {
        Pair one = pair(
                        new ClientSettingsBuilder("www.shop.lab", Pems.trusting("www.shop.lab", "root")),
                        server().build())
                .start();
        Pair two = pair(
                        new ClientSettingsBuilder("a.b.shop.lab", Pems.trusting("a.b.shop.lab", "root")),
                        server().build())
                .start();

        assertThat(Pair.summary(one.ofClient)).isPresent();
        assertThat(Pair.alert(two.ofClient)).contains(AlertDescription.CERTIFICATE_UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("sevenlayers.handshake.tls.engine.HandshakeTest#versions")
    void one_bit_that_changes_in_data_is_bad_record_mac(int version) {
        Pair pair = pair(client().versions(version), server().build()).start();
        pair.toServer = bytes -> bytes.isEmpty() ? bytes : bytes.flipped(8 * bytes.length() - 1);
        pair.clientDoes(new Event.Write(Bytes.utf8("pay 10")));

        assertThat(Pair.alert(pair.ofServer)).contains(AlertDescription.BAD_RECORD_MAC);
        assertThat(Pair.data(pair.ofServer)).isEmpty();
    }

    @Test
    void a_record_that_is_sent_twice_does_not_open_the_second_time() {
        Pair pair = pair(client(), server().build()).start();
        pair.toServer = bytes -> sevenlayers.handshake.tls.codec.Writer.written(
                out -> out.bytes(bytes).bytes(bytes));
        pair.clientDoes(new Event.Write(Bytes.utf8("pay 10")));

        assertThat(Pair.data(pair.ofServer)).isEqualTo("pay 10");
        assertThat(Pair.alert(pair.ofServer)).contains(AlertDescription.BAD_RECORD_MAC);
    }

    /** Changes the first appearance of some bytes on their way. */
    private static Bytes replaced(Bytes bytes, String from, String to) {
        return Bytes.hex(bytes.hex().replaceFirst(from, to));
    }

    @Test
    void a_suite_that_is_taken_out_of_the_hello_is_found_out_by_Finished() {
        Pair pair = pair(
                client().versions(V12)
                        .extendedMasterSecret(false)
                        .suites(
                                CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
                                CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256),
                server().build());
        pair.toServer = bytes -> replaced(bytes, "c030c02f", "c02fc02f");
        pair.start();

        assertThat(Pair.alert(pair.ofServer)).contains(AlertDescription.DECRYPT_ERROR);
    }

    @Test
    void a_hello_from_which_TLS_1_3_is_taken_out_is_found_out_by_the_random() {
        Pair pair = pair(client(), server().build());
        pair.toServer = bytes -> replaced(bytes, "002b00050403040303", "002b00050403030303");
        pair.start();

        assertThat(Pair.alert(pair.ofClient)).contains(AlertDescription.ILLEGAL_PARAMETER);
        assertThat(Pair.only(pair.ofClient, Effect.Alerted.class).getFirst().reason())
                .contains("changed on its way");
    }

    private static AlertDescription serverAnswers(Bytes... records) {
        TlsConnection server = TlsConnection.server(server().build(), Randomness.from(new Random(1)));
        List<Effect> effects = new java.util.ArrayList<>();
        for (Bytes record : records) {
            effects.addAll(server.handle(new Event.Received(record), Pems.NOW));
        }
        return Pair.alert(effects).orElseThrow();
    }

    private static Bytes handshakeRecord(Bytes content) {
        return new TlsRecord(ContentType.HANDSHAKE, 0x0303, content).emit();
    }

    @Test
    void what_comes_out_of_order_or_makes_no_sense_is_refused() {
        assertThat(serverAnswers(Bytes.utf8("GET / HTTP/1.1\r\n"))).isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(serverAnswers(handshakeRecord(new Finished(Bytes.zeros(32)).emit())))
                .isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(serverAnswers(handshakeRecord(Bytes.EMPTY))).isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(serverAnswers(handshakeRecord(Bytes.hex("01000002ffff")))).isEqualTo(AlertDescription.DECODE_ERROR);
        assertThat(serverAnswers(Bytes.hex("140303000101"))).isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(serverAnswers(Bytes.hex("1703030003616263"))).isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(serverAnswers(handshakeRecord(Rfc8448.CLIENT_HELLO.slice(0, 50)), Bytes.hex("140303000101")))
                .as("another record in the middle of a message")
                .isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void a_hello_without_end_is_refused_when_its_length_is_known() {
        assertThat(serverAnswers(handshakeRecord(Bytes.hex("01ffffff0303")))).isEqualTo(AlertDescription.DECODE_ERROR);
    }

    @Test
    void a_share_of_small_order_is_refused() {
        Bytes hello = Rfc8448.CLIENT_HELLO;
        Bytes zeros =
                replaced(hello, "99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c", "00".repeat(32));

        assertThat(serverAnswers(handshakeRecord(zeros))).isEqualTo(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void a_binder_that_does_not_fit_is_decrypt_error() {
        ServerSettings settings = server().tickets(HandshakeTest.TICKET_KEY, 0).build();
        Pair first = pair(client(), settings).start();
        Session session =
                Pair.only(first.ofClient, Effect.Resumable.class).getFirst().session();
        Session forged = new Session(
                session.suite(), Bytes.zeros(32), session.ticket(), session.ageAdd(), 7200, 0, session.since());

        Pair second = pair(client().session(forged), settings).start();

        assertThat(Pair.alert(second.ofServer)).contains(AlertDescription.DECRYPT_ERROR);
    }

    @Test
    void a_pre_master_secret_that_does_not_decrypt_is_told_by_Finished_only() {
        Pair pair = pair(client().versions(V12).suites(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256), server().build());
        // ClientKeyExchange begins 10000102 0100, then the ciphertext.
        pair.toServer = bytes -> bytes.hex().contains("100001020100")
                ? bytes.flipped(8 * (bytes.hex().indexOf("100001020100") / 2 + 40))
                : bytes;
        pair.start();

        assertThat(Pair.alert(pair.ofServer)).contains(AlertDescription.BAD_RECORD_MAC);
        assertThat(pair.client.isOpen()).isFalse();
    }

    @Test
    void nobody_believes_without_a_check_that_says_so() {
        Pair pair = pair(new ClientSettingsBuilder("shop.lab", PeerCheck.none()), serverWith("foreign"))
                .start();

        assertThat(Pair.summary(pair.ofClient))
                .as("a client that checks nothing talks to anyone")
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("sevenlayers.handshake.tls.engine.HandshakeTest#versions")
    void whatever_happens_to_bytes_on_their_way_both_ends_stay_whole(int version) {
        Random random = new Random(version);
        int open = 0;
        for (int round = 0; round < 150; round++) {
            Pair pair = new Pair(
                    client().versions(version)
                            .credential(Pems.credential("client"))
                            .build(),
                    server().tickets(HandshakeTest.TICKET_KEY, 100)
                            .clientCertificate(ServerSettings.ClientCertificate.WANTED, Pems.trustingClients())
                            .build(),
                    round);
            pair.toServer = bytes -> touched(bytes, random);
            pair.toClient = bytes -> touched(bytes, random);
            pair.start();
            boolean bothAgree = pair.client.isOpen() && pair.server.isOpen();
            if (bothAgree) {
                open++;
                assertThat(Pair.keyLog(pair.ofClient)).isEqualTo(Pair.keyLog(pair.ofServer));
            }
        }
        assertThat(open).as("some handshakes are left alone, most are not").isBetween(1, 149);
    }

    private static Bytes touched(Bytes bytes, Random random) {
        if (bytes.isEmpty() || random.nextInt(3) > 0) {
            return bytes;
        }
        return switch (random.nextInt(3)) {
            case 0 -> bytes.flipped(random.nextInt(8 * bytes.length()));
            case 1 -> bytes.slice(0, random.nextInt(bytes.length()));
            default ->
                sevenlayers.handshake.tls.codec.Writer.written(
                        out -> out.bytes(bytes).bytes(bytes));
        };
    }

    @Test
    void a_client_is_told_no_suite_that_it_did_not_offer() {
        Pair pair = pair(client().versions(V13).suites(CipherSuite.TLS_AES_128_GCM_SHA256), server().build());
        pair.toClient = bytes -> replaced(bytes, "001301", "001302");
        pair.start();

        assertThat(Pair.alert(pair.ofClient)).contains(AlertDescription.ILLEGAL_PARAMETER);
        assertThat(Pair.only(pair.ofServer, Effect.Alerted.class))
                .as("the refusal comes before the client has keys, and is understood")
                .anySatisfy(heard -> assertThat(heard.direction()).isEqualTo(Direction.RECEIVED));
    }

    @Test
    void extensions_that_are_given_are_sent_in_their_order() {
        TlsConnection connection = TlsConnection.client(
                client().extensions(List.of(
                                new EcPointFormats(List.of(0)),
                                new KeyShares(List.of()),
                                new SupportedGroups(List.of(0x1d)),
                                new SupportedVersions(List.of(V13))))
                        .build(),
                Randomness.from(new Random(1)));
        Effect.Said hello = Pair.only(connection.handle(new Event.Start(), Pems.NOW), Effect.Said.class)
                .getFirst();

        assertThat(hello.fields().getLast().parts())
                .extracting(field -> field.name())
                .containsExactly("length", "ec_point_formats", "key_share", "supported_groups", "supported_versions");
        assertThat(Optional.of(hello.bytes().length())).isPresent();
    }
}
