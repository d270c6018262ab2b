package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.DATA;
import static sevenlayers.balancer.testing.Wire.HEADERS;
import static sevenlayers.balancer.testing.Wire.RST_STREAM;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.RawBackend;
import sevenlayers.balancer.testing.Wire;

/** What a backend's counters learn from each way in which a request can end. */
@Timeout(60)
class OutcomesTest {
    private static final String[] GRPC = {"content-type", "application/grpc", "te", "trailers"};
    private static final long SECOND_NANOS = 1_000_000_000;

    private final Doors doors = new Doors(Limits.DEFAULT.with(
            new Limits.ToBackend(1, 10, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(30))));
    private RawBackend raw;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        raw = new RawBackend();
        client = Wire.client(doors.l7.address());
        doors.to(raw.address());
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        client.close();
        raw.close();
        Await.until(() -> doors.l7.heldBytes() == 0);
        doors.l7Backends
                .snapshot()
                .listed()
                .forEach(backend -> assertThat(backend.active()).isZero());
        doors.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "1, true",
        "2, false",
        "3, true",
        "4, false",
        "5, true",
        "6, true",
        "7, true",
        "8, false",
        "9, true",
        "10, true",
        "11, true",
        "12, true",
        "13, false",
        "14, false",
        "15, false",
        "16, true"
    })
    void aGrpcStatusSpeaksForOrAgainstTheBackend(String status, boolean good) throws Exception {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, true, ":status", "200", "grpc-status", status);
            client.await(HEADERS, 1);
        }
        expect(good ? 1 : 0, good ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "404, true", "429, true", "499, true", "500, false", "503, false", "599, false"})
    void anHttpStatusSpeaksForOrAgainstTheBackend(String status, boolean good) throws Exception {
        client.request(1, true);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, true, ":status", status);
            client.await(HEADERS, 1);
        }
        expect(good ? 1 : 0, good ? 0 : 1);
    }

    @Test
    void theTrailersDecideAndNotTheHeadersBeforeThem() throws Exception {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, false, ":status", "200");
            backend.send(DATA, 0, 3, new byte[5]);
            backend.headers(3, true, "grpc-status", "14");
            client.await(frame -> frame.type() == HEADERS && frame.endStream());
        }
        expect(0, 1);
    }

    @Test
    void aGrpcResponseWithoutAStatusIsAFailure() throws Exception {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
            backend.headers(3, false, ":status", "200");
            backend.send(DATA, Wire.END_STREAM, 3, new byte[5]);
            client.await(DATA, 1);
        }
        expect(0, 1);
    }

    @Test
    void aBackendThatBreaksOffHasFailed() throws Exception {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
        }
        client.await(HEADERS, 1);
        expect(0, 1);
    }

    @Test
    void aBackendThatResetsHasFailed() throws Exception {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
            backend.sendInt(RST_STREAM, 3, 2);
            client.await(RST_STREAM, 1);
        }
        expect(0, 1);
    }

    @Test
    void aClientThatCancelsSaysNothingAboutTheBackendButThatItTookSoLong() throws Exception {
        client.request(1, true, GRPC);
        try (Wire backend = raw.accept()) {
            backend.await(HEADERS, 3);
            client.sendInt(RST_STREAM, 1, 8);
            backend.await(RST_STREAM, 3);
            Await.until(() -> backend().active() == 0);
        }
        expect(0, 0);
        assertThat(backend().firstResponse().isKnown()).isTrue();
        assertThat(backend().wholeCall().isKnown()).isFalse();
    }

    @Test
    void aBackendThatLeavesIsNotAFailureAndTheSecondTryCounts() throws Exception {
        client.request(1, true, GRPC);
        try (Wire leaving = raw.accept()) {
            leaving.await(HEADERS, 3);
            leaving.goAway(0, 0);
            try (Wire fresh = raw.accept()) {
                fresh.await(HEADERS, 3);
                fresh.headers(3, true, ":status", "200", "grpc-status", "0");
                client.await(HEADERS, 1);
            }
        }
        expect(1, 0);
    }

    @Test
    void aBackendThatCannotBeReachedFailsTheCallAndIsNotFast() throws Exception {
        doors.to(nobodyListens());
        client.request(1, true, GRPC);
        client.await(HEADERS, 1);
        expect(0, 1);
        assertThat(backend().failures()).isEqualTo(1);
        assertThat(backend().firstResponse().nanos(System.nanoTime())).isGreaterThan(SECOND_NANOS / 2.0);
    }

    @Test
    void failingAtOnceNeverLooksFast() throws Exception {
        try (Wire backend = exchangeOnce("0")) {
            double before = backend().firstResponse().nanos(System.nanoTime());
            for (int stream = 3; stream <= 21; stream += 2) {
                client.request(stream, true, GRPC);
                backend.await(HEADERS, stream + 2);
                backend.headers(stream + 2, true, ":status", "200", "grpc-status", "14");
                client.await(HEADERS, stream);
            }
            // Ten doublings make a second of anything above a millisecond; a test may not count on a fast machine.
            assertThat(backend().firstResponse().nanos(System.nanoTime())).isGreaterThan(Math.min(100 * before, 5e8));
        }
        expect(1, 10);
        assertThat(backend().failedInARow()).isEqualTo(10);
    }

    private Wire exchangeOnce(String status) throws IOException {
        client.request(1, true, GRPC);
        Wire backend = raw.accept();
        backend.await(HEADERS, 3);
        backend.headers(3, true, ":status", "200", "grpc-status", status);
        client.await(HEADERS, 1);
        return backend;
    }

    private Backend backend() {
        return doors.l7Backends.snapshot().listed().getFirst();
    }

    private void expect(int succeeded, int failed) throws InterruptedException {
        Await.until(() -> backend().succeeded() + backend().failed() == succeeded + failed);
        assertThat(backend().succeeded()).isEqualTo(succeeded);
        assertThat(backend().failed()).isEqualTo(failed);
        Await.until(() -> backend().active() == 0);
    }

    private static InetSocketAddress nobodyListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }
}
