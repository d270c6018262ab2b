package sevenlayers.handshake.tls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.handshake.tls.Pems;
import sevenlayers.handshake.tls.certificate.Credential;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.wire.Bytes;

/** Both roles against each other: what has to work. */
class HandshakeTest {
    static final Credential RSA = Pems.credential("server-rsa");
    static final Credential EC = Pems.credential("server-ec");
    static final Bytes TICKET_KEY = Bytes.hex("42".repeat(32));

    static ClientSettingsBuilder client() {
        return new ClientSettingsBuilder("shop.lab", Pems.trusting("shop.lab", "root"));
    }

    static ServerSettingsBuilder server() {
        return new ServerSettingsBuilder(EC, RSA);
    }

    private static void assertTalk(Pair pair) {
        pair.clientDoes(new Event.Write(Bytes.utf8("GET /")));
        pair.serverDoes(new Event.Write(Bytes.utf8("200 OK")));
        assertThat(Pair.data(pair.ofServer)).endsWith("GET /");
        assertThat(Pair.data(pair.ofClient)).isEqualTo("200 OK");
        assertThat(Pair.keyLog(pair.ofClient))
                .isNotEmpty()
                // A server that does not take early data has no key for them.
                .filteredOn(line -> !line.contains("EARLY")
                        || Pair.summary(pair.ofServer).orElseThrow().earlyDataAccepted())
                .isEqualTo(Pair.keyLog(pair.ofServer));
        pair.clientDoes(new Event.Close());
        pair.serverDoes(new Event.Close());
        assertThat(pair.client.hasEnded()).isTrue();
        assertThat(pair.server.hasEnded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void every_suite_opens_a_connection(CipherSuite suite) {
        Pair pair = new Pair(client().suites(suite).build(), server().build()).start();

        Summary summary = Pair.summary(pair.ofClient).orElseThrow();
        assertThat(summary.suite()).isEqualTo(suite);
        assertThat(summary.version()).isEqualTo(suite.isOf13() ? ProtocolVersion.TLS_1_3 : ProtocolVersion.TLS_1_2);
        assertTalk(pair);
    }

    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void every_group_makes_a_secret(NamedGroup group) {
        for (int version : List.of(ProtocolVersion.TLS_1_2, ProtocolVersion.TLS_1_3)) {
            Pair pair = new Pair(
                            client().versions(version)
                                    .groups(group)
                                    .shares(group)
                                    .build(),
                            server().groups(group).build())
                    .start();

            assertThat(Pair.summary(pair.ofServer).orElseThrow().group()).isEqualTo(group.curve());
            assertTalk(pair);
        }
    }

    @Test
    void TLS_1_2_with_RSA_has_the_messages_of_the_textbook() {
        Pair pair = new Pair(
                        client().versions(ProtocolVersion.TLS_1_2)
                                .suites(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256)
                                .extendedMasterSecret(false)
                                .build(),
                        server().build())
                .start();

        assertThat(Pair.said(pair.ofClient)).containsExactly("ClientHello", "ClientKeyExchange", "Finished");
        assertThat(Pair.said(pair.ofServer))
                .containsExactly("ServerHello", "Certificate", "ServerHelloDone", "Finished");
        assertThat(Pair.only(pair.ofClient, Effect.Made.class))
                .filteredOn(made -> made.secret().name().equals("master_secret"))
                .singleElement()
                .satisfies(made -> assertThat(made.secret().inputs())
                        .extracting(input -> input.name())
                        .containsExactly("pre_master_secret", "client_random", "server_random"));
        assertTalk(pair);
    }

    @Test
    void TLS_1_2_with_ephemeral_keys_has_a_ServerKeyExchange() {
        Pair pair = new Pair(client().versions(ProtocolVersion.TLS_1_2).build(), server().build()).start();

        assertThat(Pair.said(pair.ofServer))
                .containsExactly("ServerHello", "Certificate", "ServerKeyExchange", "ServerHelloDone", "Finished");
        assertThat(Pair.summary(pair.ofClient).orElseThrow().extendedMasterSecret())
                .isTrue();
        assertTalk(pair);
    }

    @Test
    void TLS_1_3_is_open_for_the_client_after_one_round_trip() {
        Pair pair = new Pair(client().build(), server().build());
        List<Effect> first = pair.client.handle(new Event.Start(), Pems.NOW);
        List<Effect> answer = pair.server.handle(new Event.Received(Pair.sent(first)), Pems.NOW);

        pair.client.handle(new Event.Received(Pair.sent(answer)), Pems.NOW);

        assertThat(pair.client.isOpen()).isTrue();
        assertThat(Pair.said(answer))
                .containsExactly("ServerHello", "EncryptedExtensions", "Certificate", "CertificateVerify", "Finished");
    }

    static Stream<Arguments> versions() {
        return Stream.of(Arguments.of(ProtocolVersion.TLS_1_2), Arguments.of(ProtocolVersion.TLS_1_3));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_client_shows_who_it_is_where_the_server_asks(int version) {
        Pair pair = new Pair(
                        client().versions(version)
                                .credential(Pems.credential("client"))
                                .build(),
                        server().clientCertificate(ServerSettings.ClientCertificate.REQUIRED, Pems.trustingClients())
                                .build())
                .start();

        assertThat(Pair.summary(pair.ofServer).orElseThrow().peerChain().getFirst())
                .isEqualTo(Pems.der("client"));
        assertThat(Pair.said(pair.ofClient)).contains("Certificate", "CertificateVerify");
        assertTalk(pair);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_server_that_only_wishes_for_a_certificate_takes_a_client_without(int version) {
        Pair pair = new Pair(
                        client().versions(version).build(),
                        server().clientCertificate(ServerSettings.ClientCertificate.WANTED, Pems.trustingClients())
                                .build())
                .start();

        assertThat(Pair.summary(pair.ofServer).orElseThrow().peerChain()).isEmpty();
        assertTalk(pair);
    }

    @Test
    void a_server_asks_for_another_key_share() {
        Pair pair = new Pair(
                        client().compatibility(true).build(),
                        server().groups(NamedGroup.SECP384R1).build())
                .start();

        assertThat(Pair.said(pair.ofServer)).startsWith("HelloRetryRequest", "ServerHello");
        assertThat(Pair.said(pair.ofClient)).startsWith("ClientHello", "ClientHello");
        assertThat(Pair.summary(pair.ofClient).orElseThrow().group()).isEqualTo("secp384r1");
        assertTalk(pair);
    }

    private static Session session(ServerSettings settings) {
        Pair first = new Pair(client().build(), settings).start();
        return Pair.only(first.ofClient, Effect.Resumable.class).getFirst().session();
    }

    @Test
    void a_ticket_resumes_without_certificates_and_with_new_keys() {
        ServerSettings settings = server().tickets(TICKET_KEY, 0).build();
        Session session = session(settings);

        Pair second = new Pair(client().session(session).build(), settings, 7).start();

        assertThat(Pair.summary(second.ofServer).orElseThrow().resumed()).isTrue();
        assertThat(Pair.summary(second.ofClient).orElseThrow().resumed()).isTrue();
        assertThat(Pair.said(second.ofServer))
                .containsExactly("ServerHello", "EncryptedExtensions", "Finished", "NewSessionTicket");
        assertThat(Pair.summary(second.ofClient).orElseThrow().group()).isEqualTo("X25519");
        assertTalk(second);
    }

    @Test
    void a_ticket_that_is_too_old_or_of_another_server_leads_to_a_full_handshake() {
        ServerSettings settings = server().tickets(TICKET_KEY, 0).build();
        Session session = session(settings);

        Pair late = new Pair(client().session(session).build(), settings);
        late.now = Pems.NOW.plusSeconds(Tickets.LIFETIME_SECONDS + 1);
        late.start();
        Pair elsewhere = new Pair(
                        client().session(session).build(),
                        server().tickets(Bytes.hex("43".repeat(32)), 0).build())
                .start();

        assertThat(Pair.summary(late.ofClient).orElseThrow().resumed()).isFalse();
        assertThat(Pair.summary(elsewhere.ofClient).orElseThrow().resumed()).isFalse();
        assertTalk(late);
        assertTalk(elsewhere);
    }

    @Test
    void early_data_arrive_with_the_first_flight() {
        ServerSettings settings = server().tickets(TICKET_KEY, 1000).build();
        Session session = session(settings);

        Pair second = new Pair(
                        client().session(session)
                                .earlyData(Bytes.utf8("GET /early "))
                                .build(),
                        settings,
                        7)
                .start();

        assertThat(Pair.only(second.ofServer, Effect.Data.class))
                .singleElement()
                .isEqualTo(new Effect.Data(Bytes.utf8("GET /early "), true));
        assertThat(Pair.said(second.ofClient)).containsExactly("ClientHello", "EndOfEarlyData", "Finished");
        assertThat(Pair.summary(second.ofClient).orElseThrow().earlyDataAccepted())
                .isTrue();
        assertTalk(second);
    }

    @Test
    void a_recorded_first_flight_is_taken_a_second_time() {
        ServerSettings settings = server().tickets(TICKET_KEY, 1000).build();
        TlsConnection client = TlsConnection.client(
                client().session(session(settings))
                        .earlyData(Bytes.utf8("POST /pay"))
                        .build(),
                Randomness.from(new Random(5)));
        Bytes recorded = Pair.sent(client.handle(new Event.Start(), Pems.NOW));

        for (int seed = 0; seed < 2; seed++) {
            TlsConnection server = TlsConnection.server(settings, Randomness.from(new Random(seed)));
            assertThat(Pair.data(server.handle(new Event.Received(recorded), Pems.NOW.plusSeconds(3))))
                    .isEqualTo("POST /pay");
        }
        TlsConnection later = TlsConnection.server(settings, Randomness.from(new Random(2)));
        assertThat(Pair.data(later.handle(new Event.Received(recorded), Pems.NOW.plusSeconds(30))))
                .as("RFC 8446 §8.3: after ten seconds the age is not right any more")
                .isEmpty();
    }

    @Test
    void early_data_that_are_not_taken_are_passed_over() {
        Session session = session(server().tickets(TICKET_KEY, 1000).build());

        Pair unwilling = new Pair(
                        client().session(session).earlyData(Bytes.utf8("early")).build(),
                        server().tickets(TICKET_KEY, 0).build())
                .start();
        Pair retrying = new Pair(
                        client().session(session).earlyData(Bytes.utf8("early")).build(),
                        server().tickets(TICKET_KEY, 1000)
                                .groups(NamedGroup.SECP256R1)
                                .build())
                .start();

        for (Pair pair : List.of(unwilling, retrying)) {
            assertThat(Pair.data(pair.ofServer)).isEmpty();
            assertThat(Pair.summary(pair.ofClient).orElseThrow().earlyDataAccepted())
                    .isFalse();
            assertTalk(pair);
        }
    }

    @Test
    void new_keys_in_both_directions_and_the_talk_goes_on() {
        Pair pair = new Pair(client().build(), server().build()).start();
        pair.clientDoes(new Event.UpdateKeys(true));
        pair.serverDoes(new Event.UpdateKeys(false));

        assertThat(Pair.only(pair.ofServer, Effect.KeysChanged.class))
                .extracting(Effect.KeysChanged::keys)
                .endsWith(
                        "client_application_traffic_secret_1",
                        "server_application_traffic_secret_1",
                        "server_application_traffic_secret_2");
        assertTalk(pair);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_protocol_is_agreed_on_by_name(int version) {
        Pair pair = new Pair(
                        client().versions(version)
                                .applicationProtocols(List.of("http/1.1", "h2"))
                                .build(),
                        server().applicationProtocols(List.of("h2")).build())
                .start();

        assertThat(Pair.summary(pair.ofClient).orElseThrow().applicationProtocol())
                .isEqualTo("h2");
        assertTalk(pair);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void however_the_stream_is_cut_the_handshake_is_the_same(int version) {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            Pair pair = new Pair(client().versions(version).build(), server().build());
            Bytes up = Pair.sent(pair.client.handle(new Event.Start(), Pems.NOW));
            Bytes down = Bytes.EMPTY;
            while (!up.isEmpty() || !down.isEmpty()) {
                Bytes answer = inPieces(pair.server, up, random);
                Bytes said = inPieces(pair.client, down, random);
                up = said;
                down = answer;
            }
            assertThat(pair.client.isOpen() && pair.server.isOpen()).isTrue();
        }
    }

    private static Bytes inPieces(TlsConnection to, Bytes bytes, Random random) {
        return sevenlayers.handshake.tls.codec.Writer.written(out -> {
            int at = 0;
            while (at < bytes.length()) {
                int length = Math.min(bytes.length() - at, 1 + random.nextInt(100));
                out.bytes(Pair.sent(to.handle(new Event.Received(bytes.slice(at, length)), Pems.NOW)));
                at += length;
            }
        });
    }

    @ParameterizedTest
    @MethodSource("versions")
    void the_same_randomness_gives_the_same_bytes(int version) {
        ClientSettings settings = client().versions(version).build();
        Pair one = new Pair(settings, server().build(), 11).start();
        Pair two = new Pair(settings, server().build(), 11).start();
        Pair other = new Pair(settings, server().build(), 12).start();

        assertThat(Pair.sent(one.ofServer)).isEqualTo(Pair.sent(two.ofServer));
        assertThat(Pair.sent(one.ofClient)).isEqualTo(Pair.sent(two.ofClient));
        assertThat(Pair.sent(one.ofServer)).isNotEqualTo(Pair.sent(other.ofServer));
    }

    @Test
    void a_stream_that_ends_without_close_notify_is_told() {
        Pair pair = new Pair(client().build(), server().build()).start();
        pair.clientDoes(new Event.EndOfStream());

        assertThat(Pair.only(pair.ofClient, Effect.Decided.class).getLast().what())
                .contains("without close_notify");
        assertThat(pair.client.hasEnded()).isTrue();
    }
}
