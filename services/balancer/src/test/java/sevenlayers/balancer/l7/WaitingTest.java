package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.DATA;
import static sevenlayers.balancer.testing.Wire.HEADERS;
import static sevenlayers.balancer.testing.Wire.PING;
import static sevenlayers.balancer.testing.Wire.RST_STREAM;
import static sevenlayers.balancer.testing.Wire.SETTINGS;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.RawBackend;
import sevenlayers.balancer.testing.Wire;

/** Requests that wait for a free stream to a backend that allows one at a time, and a backend that keeps them waiting. */
@Timeout(60)
class WaitingTest {
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int CANCEL = 8;
    private static final String[] GRPC = {"content-type", "application/grpc", "te", "trailers"};

    private static final Duration NEVER = Duration.ofMinutes(1);

    private Doors doors = doors(NEVER, NEVER);
    private RawBackend raw;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        raw = new RawBackend();
        doors.to(raw.address());
        client = Wire.client(doors.l7.address());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        raw.close();
        Await.until(() -> doors.l7.heldBytes() == 0);
        doors.close();
    }

    @Test
    void aDeadlineThatPassesWhileWaitingIsSaidByTheBalancer() throws IOException {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept(MAX_CONCURRENT_STREAMS, 1)) {
            backend.await(HEADERS, 3);
            client.request(3, true, "content-type", "application/grpc", "te", "trailers", "grpc-timeout", "50m");
            Http2Headers answer = client.decode(client.await(HEADERS, 3));
            assertThat(answer.get("grpc-status")).hasToString("4");
            assertThat(answer.get("grpc-message"))
                    .asString()
                    .startsWith(
                            "balancer-1: the deadline passed while the request waited for a free stream to 127.0.0.1:");
        }
    }

    @Test
    void oneThatIsCancelledWhileWaitingNeverReachesTheBackend() throws IOException {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept(MAX_CONCURRENT_STREAMS, 1)) {
            backend.decode(backend.await(HEADERS, 3));
            client.request(3, true, GRPC);
            client.sendInt(RST_STREAM, 3, CANCEL);
            // Once the balancer answers this, it has read that.
            client.send(PING, 0, 0, new byte[8]);
            client.await(PING, 0);
            client.request(5, true, "content-type", "application/grpc", "x-number", "5");
            backend.headers(3, true, ":status", "200", "grpc-status", "0");
            assertThat(backend.decode(backend.await(HEADERS, 5)).get("x-number"))
                    .hasToString("5");
        }
    }

    @Test
    void theQueueHasAnEnd() throws IOException {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept(MAX_CONCURRENT_STREAMS, 1)) {
            backend.await(HEADERS, 3);
            client.request(3, true, GRPC);
            client.request(5, true, GRPC);
            client.request(7, true, GRPC);
            Http2Headers answer = client.decode(client.await(HEADERS, 7));
            assertThat(answer.get("grpc-status")).hasToString("14");
            assertThat(answer.get("grpc-message"))
                    .asString()
                    .startsWith("balancer-1: ")
                    .endsWith(" has 2 requests waiting for a free stream already");
        }
    }

    @Test
    void whenOneQueueIsFullTheRequestGoesElsewhere() throws Exception {
        GrpcBackend free = new GrpcBackend();
        try {
            // The other one accepts connections and says nothing, so all that go there wait.
            doors.to(raw.address(), free.address());
            client.call(1, "/test.Test/Echo", 1);
            client.call(3, "/test.Test/Echo", 3);
            Set<Integer> answered = new HashSet<>();
            answered.add(client.await(frame -> frame.type() == DATA).stream());
            for (int stream = 5; stream <= 11; stream += 2) {
                client.call(stream, "/test.Test/Echo", stream);
            }
            while (answered.size() < 4) {
                answered.add(client.await(frame -> frame.type() == DATA).stream());
            }
            assertThat(answered).contains(9, 11);
        } finally {
            free.close();
        }
    }

    @Test
    void policiesSeeThoseThatWait() throws Exception {
        Backend backend = doors.l7Backends.snapshot().candidates().getFirst();
        client.request(1, true, GRPC);
        client.request(3, true, GRPC);
        Await.until(() -> backend.active() == 2);
        client.sendInt(RST_STREAM, 1, CANCEL);
        Await.until(() -> backend.active() == 1);
        client.close();
        Await.until(() -> backend.active() == 0);
    }

    // All streams are taken by calls that last, so nothing else would ever end the wait.
    @Test
    void oneThatWaitsForAConnectionThatIsRefusedTwiceIsToldSo() throws IOException {
        client.close();
        doors.close();
        doors = new Doors(Limits.DEFAULT.with(new Limits.ToBackend(2, 2, Duration.ofSeconds(10), NEVER, NEVER)))
                .to(raw.address());
        client = Wire.client(doors.l7.address());
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept(MAX_CONCURRENT_STREAMS, 1)) {
            backend.await(HEADERS, 3);
            raw.close();
            client.request(3, true, GRPC);
            Http2Headers answer = client.decode(client.await(HEADERS, 3));
            assertThat(answer.get("grpc-status")).hasToString("14");
            assertThat(answer.get("grpc-message")).asString().endsWith(" could not be reached");
        }
    }

    // RFC 9113 §6.5.2: the limit may change at any time, and those above a lower one just finish.
    @Test
    void aBackendMayChangeItsLimitAtAnyTime() throws IOException {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept(MAX_CONCURRENT_STREAMS, 1)) {
            backend.await(HEADERS, 3);
            client.request(3, true, GRPC);
            backend.send(SETTINGS, 0, 0, maxStreams(2));
            backend.await(HEADERS, 5);
            backend.send(SETTINGS, 0, 0, maxStreams(1));
            backend.await(frame -> frame.type() == SETTINGS && (frame.flags() & Wire.ACK) != 0);
            client.request(5, true, GRPC);
            backend.headers(3, true, ":status", "200", "grpc-status", "0");
            client.await(HEADERS, 1);
            backend.send(PING, 0, 0, new byte[8]);
            assertThat(backend.await(frame ->
                                    frame.type() == PING && (frame.flags() & Wire.ACK) != 0 || frame.type() == HEADERS)
                            .type())
                    .isEqualTo(PING);
            backend.headers(5, true, ":status", "200", "grpc-status", "0");
            backend.await(HEADERS, 7);
        }
    }

    @Test
    void aBackendThatIsStoppedIsFoundOut() throws Exception {
        pingAfter(Duration.ofMillis(300), Duration.ofMillis(300));
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
            // From here on it reads nothing and says nothing, but its connection is open.
            Http2Headers answer = client.decode(client.await(HEADERS, 1));
            assertThat(answer.get("grpc-status")).hasToString("14");
            assertThat(answer.get("grpc-message")).asString().contains("did not answer a PING");
        }
        Await.until(() -> doors.l7Backends.snapshot().candidates().getFirst().failed() == 1);
    }

    @Test
    void aBackendThatAnswersPingsMayThinkAsLongAsItLikes() throws Exception {
        Duration within = Duration.ofSeconds(2);
        pingAfter(Duration.ofMillis(300), within);
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(PING, 0);
            long thinking = System.nanoTime();
            Await.until(
                    () -> System.nanoTime() - thinking > within.plusMillis(600).toNanos());
            backend.headers(3, true, ":status", "200", "grpc-status", "0");
            assertThat(client.decode(client.await(HEADERS, 1)).get("grpc-status"))
                    .hasToString("0");
        }
    }

    private void pingAfter(Duration silence, Duration within) throws IOException {
        client.close();
        doors.close();
        doors = doors(silence, within).to(raw.address());
        client = Wire.client(doors.l7.address());
    }

    private static Doors doors(Duration pingAfter, Duration pingWithin) {
        return new Doors(
                Limits.DEFAULT.with(new Limits.ToBackend(1, 2, Duration.ofSeconds(10), pingAfter, pingWithin)));
    }

    private static byte[] maxStreams(int number) {
        return new byte[] {0, MAX_CONCURRENT_STREAMS, 0, 0, 0, (byte) number};
    }
}
