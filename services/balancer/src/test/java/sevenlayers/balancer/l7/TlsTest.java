package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.balancer.testing.Certificate;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.Wire;

/** TLS on the port that speaks HTTP/2 in clear, too. */
@Timeout(60)
class TlsTest {
    private static Certificate certificate;
    private static GrpcBackend backend;
    private static Doors doors;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        certificate = Certificate.in(folder);
        backend = new GrpcBackend();
        doors = new Doors(certificate.tls()).to(backend.address());
    }

    @AfterAll
    static void close() {
        doors.close();
        backend.close();
    }

    @Test
    void theJdksClientGetsHttp2() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.client()).build()) {
            byte[] message = {0, 0, 0, 0, 3, 'a', 'b', 'c'};
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + port() + "/test.Test/Echo"))
                            .header("content-type", "application/grpc")
                            .header("te", "trailers")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(message);
        }
    }

    @Test
    void aGrpcClientCallsAsEver() throws Exception {
        ManagedChannel client = NettyChannelBuilder.forAddress(
                        new InetSocketAddress("localhost", port()),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(certificate.certificate().toFile())
                                .build())
                .overrideAuthority("localhost")
                .maxInboundMessageSize(8 << 20)
                .build();
        try {
            assertThat(GrpcBackend.echo(client, "hello".getBytes(UTF_8)))
                    .asString(UTF_8)
                    .isEqualTo("hello");
            assertThat(GrpcBackend.echo(client, new byte[2 << 20])).hasSize(2 << 20);
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void withoutTlsTheSamePortSpeaksHttp2InClear() {
        ManagedChannel client = GrpcBackend.channel(doors.l7.address());
        try {
            assertThat(GrpcBackend.echo(client, new byte[] {1})).containsExactly(1);
        } finally {
            client.shutdownNow();
        }
    }

    // RFC 7301 §3.2: no_application_protocol.
    @Test
    void aClientThatOffersOtherProtocolsOnlyIsToldByAnAlert() throws Exception {
        try (SSLSocket client = socket(doors, certificate)) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            client.setSSLParameters(parameters);
            assertThatThrownBy(client::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("no_application_protocol");
        }
    }

    @Test
    void http1InsideOfTlsIsToldWhatIsSpokenHere() throws Exception {
        try (SSLSocket client = socket(doors, certificate)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 505 ")
                    .contains("balancer-1: HTTP/2 is spoken here");
        }
    }

    @Test
    void aHandshakeThatBreaksOffHarmsNobody() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Wire client = Wire.raw(doors.l7.address())) {
                client.bytes(new byte[] {22, 3, 1, 0, 50, 1, 0, 0, 46, 3, 3, (byte) i});
            }
        }
        withoutTlsTheSamePortSpeaksHttp2InClear();
    }

    // RFC 8446 §6.2.
    @Test
    void whereThereIsNoCertificateAClientOfTlsIsToldByAnAlert() throws Exception {
        try (Doors inClear = new Doors();
                SSLSocket client = socket(inClear, certificate)) {
            assertThatThrownBy(client::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("handshake_failure");
        }
    }

    // RFC 8446 §6.2: internal_error. RFC 9113 §6.8: GOAWAY.
    @Test
    void atAFullDoorEachClientIsToldInWhatItSpeaks() throws Exception {
        try (Doors full = new Doors(Limits.DEFAULT.ofDoor(0, 1 << 20), certificate.tls())) {
            try (SSLSocket client = socket(full, certificate)) {
                assertThatThrownBy(client::startHandshake)
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("internal_error");
            }
            try (Wire client = Wire.client(full.l7.address())) {
                assertThat(client.await(frame -> frame.type() == Wire.GOAWAY).debug())
                        .isEqualTo("balancer-1: the door is full, 0 connections are open");
            }
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamed(@TempDir Path folder) throws IOException {
        Path noise = Files.writeString(folder.resolve("noise.pem"), "noise");
        assertThatThrownBy(() -> Tls.of(noise, certificate.key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(noise.toString());
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> Tls.of(certificate.certificate(), missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(missing + " cannot be read; a PEM file is expected");
    }

    private static int port() {
        return doors.l7.address().getPort();
    }

    private static SSLSocket socket(Doors to, Certificate trusted) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) trusted.client()
                .getSocketFactory()
                .createSocket(to.l7.address().getAddress(), to.l7.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
