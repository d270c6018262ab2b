package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.DATA;
import static sevenlayers.balancer.testing.Wire.END_STREAM;
import static sevenlayers.balancer.testing.Wire.GOAWAY;
import static sevenlayers.balancer.testing.Wire.HEADERS;
import static sevenlayers.balancer.testing.Wire.PING;
import static sevenlayers.balancer.testing.Wire.RST_STREAM;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.RawBackend;
import sevenlayers.balancer.testing.Wire;
import sevenlayers.balancer.testing.Wire.Frame;

/** RFC 9113, frame by frame: what the L7 door owes either side. Towards a backend, Netty numbers its streams from 3. */
@Timeout(30)
class FramesTest {
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int MAX_HEADER_LIST_SIZE = 6;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final String[] GRPC = {"content-type", "application/grpc", "te", "trailers"};

    // One connection to a backend, so that a test sees all that happens on it.
    private final Doors doors = new Doors(Limits.DEFAULT.with(
            new Limits.ToBackend(1, 10, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5))));
    private RawBackend first;
    private RawBackend second;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        first = new RawBackend();
        second = new RawBackend();
        client = Wire.client(doors.l7.address());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        first.close();
        second.close();
        doors.close();
    }

    @Test
    void aGrpcClientIsToldByTrailersThatItsBackendDied() throws IOException {
        doors.to(first.address());
        client.request(1, true, GRPC);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, false, ":status", "200", "content-type", "application/grpc");
            backend.send(DATA, 0, 3, (byte) 0, (byte) 0);
            client.await(DATA, 1);
        }
        Frame end = client.await(HEADERS, 1);
        assertThat(end.endStream()).isTrue();
        Http2Headers trailers = client.decode(end);
        assertThat(trailers.get("grpc-status")).hasToString("14");
        assertThat(trailers.get("grpc-message"))
                .asString()
                .matches("balancer-1: 127\\.0\\.0\\.1:\\d+ closed the connection before its response was complete");
    }

    @Test
    void aPlainClientIsToldByResetThatItsBackendDied() throws IOException {
        doors.to(first.address());
        client.request(1, true);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, false, ":status", "200");
            client.await(HEADERS, 1);
        }
        assertThat(client.await(RST_STREAM, 1).firstInt()).isEqualTo(2);
    }

    @Test
    void aPlainClientWithoutABackendGetsAStatusAndASentence() throws IOException {
        client.request(1, true);
        assertThat(client.decode(client.await(HEADERS, 1)).status()).hasToString("503");
        Frame body = client.await(DATA, 1);
        assertThat(body.payload()).asString(UTF_8).isEqualTo("balancer-1: no backend is listed\n");
        assertThat(body.endStream()).isTrue();
    }

    @Test
    void aRefusedStreamIsSentToAnotherBackendWithItsBody() throws IOException {
        doors.to(first.address(), second.address());
        boolean firstIsFirst =
                doors.l7Backends.snapshot().candidates().getFirst().address().equals(first.address());
        client.request(1, false, GRPC);
        client.send(DATA, END_STREAM, 1, "body".getBytes(UTF_8));
        try (Wire refusing = (firstIsFirst ? first : second).accept()) {
            refusing.await(DATA, 3);
            refusing.sendInt(RST_STREAM, 3, REFUSED_STREAM);
            try (Wire taking = (firstIsFirst ? second : first).accept()) {
                taking.await(HEADERS, 3);
                assertThat(taking.await(DATA, 3).payload()).asString(UTF_8).isEqualTo("body");
                taking.headers(3, true, ":status", "200", "grpc-status", "0");
                assertThat(client.await(HEADERS, 1).endStream()).isTrue();
            }
        }
        assertThat(doors.decided().getLast().reason())
                .contains("again, because")
                .contains("refused the stream");
    }

    @Test
    void aStreamAboveGoAwaysLastOneIsSentOnceMoreAndTheOneBelowFinishes() throws IOException {
        doors.to(first.address());
        client.request(1, true, GRPC);
        client.request(3, true, GRPC);
        try (Wire leaving = first.accept()) {
            leaving.await(HEADERS, 5);
            leaving.goAway(3, 0);
            try (Wire fresh = first.accept()) {
                fresh.await(HEADERS, 3);
                fresh.headers(3, true, ":status", "200", "grpc-status", "0");
                client.await(HEADERS, 3);
            }
            leaving.headers(3, true, ":status", "200", "grpc-status", "0");
            client.await(HEADERS, 1);
            assertThat(leaving.closes()).isTrue();
        }
    }

    @Test
    void resetsPassBothWaysWithTheirCode() throws IOException {
        doors.to(first.address());
        client.request(1, true, GRPC);
        client.request(3, true, GRPC);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 5);
            client.sendInt(RST_STREAM, 1, CANCEL);
            assertThat(backend.await(RST_STREAM, 3).firstInt()).isEqualTo(CANCEL);
            backend.sendInt(RST_STREAM, 5, ENHANCE_YOUR_CALM);
            assertThat(client.await(RST_STREAM, 3).firstInt()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void anAnswerThatDoesNotWaitForTheRequestArrivesWholeBeforeTheReset() throws IOException {
        doors.to(first.address());
        client.request(1, false, GRPC);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, true, ":status", "200", "grpc-status", "3");
            backend.sendInt(RST_STREAM, 3, 0);
            Frame answer = client.await(frame -> frame.stream() == 1);
            assertThat(answer.type()).isEqualTo(HEADERS);
            assertThat(client.await(RST_STREAM, 1).firstInt()).isZero();
        }
    }

    // RFC 9110 §9.3.2: the length is what a GET would have got; RFC 9113 §8.1.1 excepts it from the sum of the DATA.
    @Test
    void theAnswerToHeadKeepsItsLengthWithoutABody() throws IOException {
        doors.to(first.address());
        client.headers(1, true, ":method", "HEAD", ":scheme", "http", ":path", "/", ":authority", "lab");
        try (Wire backend = first.accept()) {
            assertThat(backend.decode(backend.await(HEADERS, 3)).method()).hasToString("HEAD");
            backend.headers(3, true, ":status", "200", "content-length", "1234");
            Frame answer = client.await(HEADERS, 1);
            assertThat(answer.endStream()).isTrue();
            assertThat(client.decode(answer).get("content-length")).hasToString("1234");
        }
    }

    @Test
    void aClientThatSaysGoodByeGetsWhatItHasAskedFor() throws IOException {
        doors.to(first.address());
        client.request(1, true, GRPC);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 3);
            client.goAway(0, 0);
            client.send(PING, 0, 0, new byte[8]);
            client.await(PING, 0);
            backend.headers(3, true, ":status", "200", "grpc-status", "0");
            assertThat(client.await(HEADERS, 1).endStream()).isTrue();
        }
    }

    @Test
    void interimResponsesPass() throws IOException {
        doors.to(first.address());
        client.request(1, true);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, false, ":status", "103", "link", "</style.css>");
            backend.headers(3, true, ":status", "204");
        }
        assertThat(client.decode(client.await(HEADERS, 1)).status()).hasToString("103");
        assertThat(client.decode(client.await(HEADERS, 1)).status()).hasToString("204");
    }

    @Test
    void headersReachTheBackendAsTheyWereSent() throws IOException {
        doors.to(first.address());
        client.request(1, true, "te", "trailers", "x-a", "1", "x-a", "2", "grpc-timeout", "250m");
        try (Wire backend = first.accept()) {
            Http2Headers seen = backend.decode(backend.await(HEADERS, 3));
            assertThat(seen.authority()).hasToString("lab");
            assertThat(seen.get("te")).hasToString("trailers");
            assertThat(seen.getAll("x-a")).extracting(Object::toString).containsExactly("1", "2");
            assertThat(seen.get("grpc-timeout")).hasToString("250m");
        }
    }

    @Test
    void headersThatTheBackendWouldNotTakeAreAnsweredForIt() throws IOException {
        doors.to(first.address());
        client.request(1, true, "content-type", "application/grpc", "x-long", "v".repeat(1_000));
        try (Wire _ = first.accept(MAX_HEADER_LIST_SIZE, 500)) {
            Http2Headers answer = client.decode(client.await(HEADERS, 1));
            assertThat(answer.get("grpc-status")).hasToString("8");
            assertThat(answer.get("grpc-message"))
                    .asString()
                    .startsWith("balancer-1: the request's headers are larger");
        }
    }

    // RFC 9113 §8.1: a response ends with its final headers, its body or its trailers.
    @Test
    void anInformationalResponseThatEndsTheStreamIsNoAnswer() throws IOException {
        doors.to(first.address());
        client.request(1, false, GRPC);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, true, ":status", "103");
            assertThat(backend.await(RST_STREAM, 3).firstInt()).isEqualTo(1);
        }
        assertThat(client.decode(client.await(HEADERS, 1)).get("grpc-status")).hasToString("14");
    }

    // RFC 9113 §8.2.2: such a message is malformed, and an intermediary does not pass it on.
    @Test
    void connectionSpecificHeadersNeverReachABackend() throws IOException {
        doors.to(first.address());
        client.request(1, true, "connection", "keep-alive");
        assertThat(client.await(RST_STREAM, 1).firstInt()).isEqualTo(1);
        assertThat(doors.decided()).isEmpty();
    }

    @Test
    void aBackendsLimitOfStreamsIsKeptAndTheNextRequestWaits() throws IOException {
        doors.to(first.address());
        client.request(1, true, GRPC);
        client.request(3, true, GRPC);
        try (Wire backend = first.accept(MAX_CONCURRENT_STREAMS, 1)) {
            backend.await(HEADERS, 3);
            backend.send(PING, 0, 0, new byte[8]);
            // The acknowledgement comes before the second request could.
            assertThat(backend.await(frame -> frame.type() == PING || frame.type() == HEADERS)
                            .type())
                    .isEqualTo(PING);
            backend.headers(3, true, ":status", "200", "grpc-status", "0");
            backend.await(HEADERS, 5);
        }
    }

    @Test
    void goodByeIsSaidInTwoStepsAndALateStreamInBetweenIsServed() throws IOException {
        doors.to(first.address());
        client.request(1, true, GRPC);
        try (Wire backend = first.accept()) {
            backend.await(HEADERS, 3);
            doors.l7.drain();
            Frame goAway = client.await(GOAWAY, 0);
            assertThat(goAway.firstInt()).isEqualTo(Integer.MAX_VALUE);
            Frame ping = client.next();
            assertThat(ping.type()).isEqualTo(PING);
            client.request(3, true, GRPC);
            client.send(PING, Wire.ACK, 0, ping.payload());
            assertThat(client.await(GOAWAY, 0).firstInt()).isEqualTo(3);
            backend.headers(3, true, ":status", "200", "grpc-status", "0");
            backend.await(HEADERS, 5);
            backend.headers(5, true, ":status", "200", "grpc-status", "0");
            client.await(HEADERS, 3);
            assertThat(client.closes()).isTrue();
        }
    }

    @Test
    void aBackendThatDoesNotSpeakHttp2IsPassedOver() throws IOException {
        try (Wire _ = client) {
            InetSocketAddress silent = first.address();
            doors.to(silent);
            client.request(1, true, GRPC);
            assertThat(client.decode(client.await(HEADERS, 1)).get("grpc-message"))
                    .asString()
                    .endsWith("sent no HTTP/2 SETTINGS");
        }
    }
}
