package sevenlayers.handshake.tls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.handshake.tls.Pems;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.handshake.tls.parameter.NamedGroup;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.wire.Bytes;

/** OpenSSL as the other end, in both roles: the handshake completes, data go both ways, and its key log is ours. */
class OpenSslTest {
    private static final int V12 = ProtocolVersion.TLS_1_2;
    private static final int V13 = ProtocolVersion.TLS_1_3;
    private static final Randomness RANDOM = Randomness.from(new Random(8446));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @BeforeAll
    static void needsOpenSsl() {
        OpenSsl.orSkip();
    }

    private static ClientSettingsBuilder client() {
        return HandshakeTest.client();
    }

    static Stream<Arguments> asClient() {
        return Stream.of(
                Arguments.of(
                        "1.2 RSA, as in the textbook",
                        "server-rsa",
                        client().versions(V12)
                                .suites(CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256)
                                .extendedMasterSecret(false),
                        List.of()),
                Arguments.of(
                        "1.2 RSA with extended master secret",
                        "server-rsa",
                        client().versions(V12).suites(CipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384),
                        List.of()),
                Arguments.of(
                        "1.2 ECDHE, RSA",
                        "server-rsa",
                        client().versions(V12).suites(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256),
                        List.of()),
                Arguments.of(
                        "1.2 ECDHE, ECDSA, ChaCha20",
                        "server-ec",
                        client().versions(V12).suites(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256),
                        List.of()),
                Arguments.of(
                        "1.2 P-384",
                        "server-ec",
                        client().versions(V12).groups(NamedGroup.SECP384R1, NamedGroup.SECP256R1),
                        List.of()),
                Arguments.of(
                        "1.2 with a client's certificate",
                        "server-ec",
                        client().versions(V12).credential(Pems.credential("client")),
                        List.of("-Verify", "3", "-CAfile", OpenSsl.file("root.pem"))),
                Arguments.of(
                        "1.3 AES-128", "server-rsa", client().suites(CipherSuite.TLS_AES_128_GCM_SHA256), List.of()),
                Arguments.of(
                        "1.3 AES-256, ECDSA",
                        "server-ec",
                        client().suites(CipherSuite.TLS_AES_256_GCM_SHA384),
                        List.of()),
                Arguments.of(
                        "1.3 ChaCha20, Ed25519",
                        "server-ed",
                        client().suites(CipherSuite.TLS_CHACHA20_POLY1305_SHA256),
                        List.of()),
                Arguments.of(
                        "1.3 P-256 and P-521",
                        "server-ec",
                        client().groups(NamedGroup.SECP521R1).shares(NamedGroup.SECP521R1),
                        List.of("-groups", "P-521")),
                Arguments.of("1.3 with the look of 1.2", "server-ec", client().compatibility(true), List.of()),
                Arguments.of("1.3 with a HelloRetryRequest", "server-ec", client(), List.of("-groups", "P-256")),
                Arguments.of(
                        "1.3 with a HelloRetryRequest and the look of 1.2",
                        "server-ec",
                        client().compatibility(true),
                        List.of("-groups", "P-384")),
                Arguments.of(
                        "1.3 with a client's certificate",
                        "server-ec",
                        client().credential(Pems.credential("client")),
                        List.of("-Verify", "3", "-CAfile", OpenSsl.file("root.pem"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("asClient")
    void the_client_meets_s_server(
            String what, String certificate, ClientSettingsBuilder settings, List<String> arguments)
            throws IOException, InterruptedException {
        int port = OpenSsl.freePort();
        try (OpenSsl peer = OpenSsl.server(directory, port, certificate, arguments.toArray(new String[0]));
                OnSocket end = new OnSocket(TlsConnection.client(settings.build(), RANDOM), OpenSsl.connect(port))) {
            end.untilOpen();
            assertThat(end.alerts()).as(peer.output()).isEmpty();
            assertThat(end.summary().suite()).isNotNull();
            end.perform(new Event.Write(Bytes.utf8("drawkcab\n")));
            end.untilData("backward\n");

            assertThat(Pair.data(end.effects)).isEqualTo("backward\n");
            assertThat(OpenSsl.keyLog(directory)).isEqualTo(end.keyLog());
            end.perform(new Event.Close());
            end.until(any -> false);
            assertThat(Pair.only(end.effects, Effect.PeerClosed.class)).hasSize(1);
        }
    }

    @Test
    void the_client_resumes_at_s_server_and_sends_early_data() throws IOException, InterruptedException {
        int port = OpenSsl.freePort();
        try (OpenSsl peer = OpenSsl.talker(directory, port, "server-ec", "-early_data", "-no_anti_replay")) {
            Session session;
            try (OnSocket first = new OnSocket(TlsConnection.client(client().build(), RANDOM), OpenSsl.connect(port))) {
                first.until(
                        end -> !Pair.only(end.effects, Effect.Resumable.class).isEmpty());
                session = Pair.only(first.effects, Effect.Resumable.class)
                        .getFirst()
                        .session();
                first.perform(new Event.Close());
            }
            assertThat(session.maximumEarlyData()).isPositive();
            try (OnSocket second = new OnSocket(
                    TlsConnection.client(
                            client().session(session)
                                    .earlyData(Bytes.utf8("soon\n"))
                                    .build(),
                            RANDOM),
                    OpenSsl.connect(port))) {
                second.untilOpen();
                assertThat(second.summary().resumed()).isTrue();
                assertThat(second.summary().earlyDataAccepted()).isTrue();
                peer.waitFor("soon");
                peer.type("later");
                second.untilData("later\n");
                assertThat(OpenSsl.keyLog(directory)).hasSize(5 + 7).containsAll(second.keyLog());
            }
        }
    }

    @Test
    void the_client_and_s_server_change_keys() throws IOException, InterruptedException {
        int port = OpenSsl.freePort();
        try (OpenSsl peer = OpenSsl.server(directory, port, "server-ec");
                OnSocket end = new OnSocket(TlsConnection.client(client().build(), RANDOM), OpenSsl.connect(port))) {
            end.untilOpen();
            end.perform(new Event.UpdateKeys(true));
            end.perform(new Event.Write(Bytes.utf8("txen\n")));
            end.untilData("next\n");

            assertThat(Pair.only(end.effects, Effect.KeysChanged.class))
                    .extracting(Effect.KeysChanged::keys)
                    .contains("client_application_traffic_secret_1", "server_application_traffic_secret_1");
        }
    }

    static Stream<Arguments> asServer() {
        ServerSettings.ClientCertificate required = ServerSettings.ClientCertificate.REQUIRED;
        String[] own = {
            "-cert",
            OpenSsl.file("client.pem"),
            "-key",
            OpenSsl.file("client.key"),
            "-cert_chain",
            OpenSsl.file("issuing.pem")
        };
        return Stream.of(
                Arguments.of(
                        "1.2 RSA, as in the textbook",
                        HandshakeTest.server().extendedMasterSecret(false),
                        List.of("-tls1_2", "-cipher", "AES128-GCM-SHA256")),
                Arguments.of(
                        "1.2 RSA with extended master secret",
                        HandshakeTest.server(),
                        List.of("-tls1_2", "-cipher", "AES256-GCM-SHA384")),
                Arguments.of(
                        "1.2 ECDHE, RSA",
                        HandshakeTest.server(),
                        List.of("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")),
                Arguments.of(
                        "1.2 ECDHE, ECDSA, ChaCha20",
                        HandshakeTest.server(),
                        List.of("-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305")),
                Arguments.of(
                        "1.2 with a client's certificate",
                        HandshakeTest.server().clientCertificate(required, Pems.trustingClients()),
                        Stream.concat(Stream.of("-tls1_2"), Stream.of(own)).toList()),
                Arguments.of("1.3", HandshakeTest.server(), List.of("-tls1_3")),
                Arguments.of(
                        "1.3 ChaCha20",
                        HandshakeTest.server(),
                        List.of("-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256")),
                Arguments.of(
                        "1.3 AES-256, P-384",
                        HandshakeTest.server().groups(NamedGroup.SECP384R1),
                        List.of("-ciphersuites", "TLS_AES_256_GCM_SHA384", "-groups", "P-384")),
                Arguments.of(
                        "1.3 with a HelloRetryRequest",
                        HandshakeTest.server().groups(NamedGroup.SECP256R1),
                        List.of("-groups", "X25519:P-256")),
                Arguments.of(
                        "1.3 with tickets", HandshakeTest.server().tickets(HandshakeTest.TICKET_KEY, 1000), List.of()),
                Arguments.of(
                        "1.3 with a client's certificate",
                        HandshakeTest.server().clientCertificate(required, Pems.trustingClients()),
                        List.of(own)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("asServer")
    void the_server_meets_s_client(String what, ServerSettingsBuilder settings, List<String> arguments)
            throws IOException, InterruptedException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OpenSsl peer = OpenSsl.client(directory, listener.getLocalPort(), arguments.toArray(new String[0]))) {
            listener.setSoTimeout(10_000);
            try (OnSocket end = new OnSocket(TlsConnection.server(settings.build(), RANDOM), listener.accept())) {
                end.untilOpen();
                assertThat(end.summary().suite()).isNotNull();
                peer.type("hello");
                end.untilData("hello\n");
                end.perform(new Event.Write(Bytes.utf8("and welcome\n")));
                peer.waitFor("and welcome");

                assertThat(peer.output()).contains("Verification: OK").contains("Verified peername: ");
                assertThat(OpenSsl.keyLog(directory)).isEqualTo(end.keyLog());
                end.perform(new Event.Close());
            }
        }
    }

    @Test
    void the_server_resumes_s_client_and_takes_its_early_data() throws IOException, InterruptedException {
        ServerSettings settings =
                HandshakeTest.server().tickets(HandshakeTest.TICKET_KEY, 1000).build();
        Path session = directory.resolve("session");
        Path early = Files.writeString(directory.resolve("early"), "POST /soon\n");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(10_000);
            String port = String.valueOf(listener.getLocalPort());
            try (OpenSsl peer = OpenSsl.client(directory, Integer.parseInt(port), "-sess_out", session.toString());
                    OnSocket end = new OnSocket(TlsConnection.server(settings, RANDOM), listener.accept())) {
                end.untilOpen();
                end.perform(new Event.Write(Bytes.utf8("take a ticket\n")));
                peer.waitFor("take a ticket");
                end.perform(new Event.Close());
                end.until(any -> false);
            }
            Files.writeString(directory.resolve("keys"), "");
            try (OpenSsl peer = OpenSsl.client(
                            directory,
                            Integer.parseInt(port),
                            "-sess_in",
                            session.toString(),
                            "-early_data",
                            early.toString());
                    OnSocket end = new OnSocket(TlsConnection.server(settings, RANDOM), listener.accept())) {
                end.untilOpen();
                assertThat(Pair.only(end.effects, Effect.Data.class))
                        .containsExactly(new Effect.Data(Bytes.utf8("POST /soon\n"), true));
                assertThat(end.summary().resumed()).isTrue();
                end.perform(new Event.Write(Bytes.utf8("taken\n")));
                peer.waitFor("taken");
                assertThat(peer.output()).contains("Early data was accepted").contains("Reused, TLSv1.3");
                assertThat(OpenSsl.keyLog(directory)).isEqualTo(end.keyLog());
            }
        }
    }

    @Test
    void the_server_and_s_client_change_keys() throws IOException, InterruptedException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OpenSsl peer = OpenSsl.client(directory, listener.getLocalPort())) {
            listener.setSoTimeout(10_000);
            try (OnSocket end =
                    new OnSocket(TlsConnection.server(HandshakeTest.server().build(), RANDOM), listener.accept())) {
                end.untilOpen();
                peer.type("K");
                end.until(any -> Pair.only(end.effects, Effect.KeysChanged.class).stream()
                        .anyMatch(changed -> changed.keys().equals("server_application_traffic_secret_1")));
                peer.type("still here");
                end.untilData("still here");
                end.perform(new Event.Write(Bytes.utf8("here, too\n")));
                peer.waitFor("here, too");
            }
        }
    }

    @Test
    void s_client_refuses_what_our_client_refuses() throws IOException, InterruptedException {
        for (String certificate : List.of("expired", "foreign")) {
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    OpenSsl peer = OpenSsl.client(
                            directory, listener.getLocalPort(), "-attime", String.valueOf(Pems.NOW.getEpochSecond()))) {
                listener.setSoTimeout(10_000);
                ServerSettings settings = new ServerSettingsBuilder(Pems.credential(certificate)).build();
                try (OnSocket end = new OnSocket(TlsConnection.server(settings, RANDOM), listener.accept())) {
                    end.until(any -> !end.alerts().isEmpty());
                    assertThat(end.alerts())
                            .as(certificate)
                            .singleElement()
                            .satisfies(alert -> assertThat(alert.direction()).isEqualTo(Direction.RECEIVED));
                }
            }
        }
    }
}
