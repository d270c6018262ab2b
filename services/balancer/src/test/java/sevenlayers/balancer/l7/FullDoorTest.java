package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.HEADERS;
import static sevenlayers.balancer.testing.Wire.RST_STREAM;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.RawBackend;
import sevenlayers.balancer.testing.Wire;
import sevenlayers.balancer.testing.Wire.Frame;

/** A door that may hold one MiB for all its clients together. */
@Timeout(60)
class FullDoorTest {
    private static final int MOST = 1 << 20;
    private static final int ENHANCE_YOUR_CALM = 11;

    private final GrpcBackend backend = new GrpcBackend();
    private final Doors doors = new Doors(Limits.DEFAULT.ofDoor(100, MOST)).to(backend.address());

    @AfterEach
    void close() {
        doors.close();
        backend.close();
    }

    @Test
    void responsesThatNobodyReadsMakeRoomForOthers() throws Exception {
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Wire client = Wire.client(doors.l7.address());
            client.call(1, "/test.Test/Flood", 0);
            slow.add(client);
            // What is being read at this very moment is charged whole, with
            // the buffer it came in, once or twice a loop.
            assertThat(doors.l7.heldBytes()).isLessThan(2 * MOST);
        }
        var other = GrpcBackend.channel(doors.l7.address());
        try {
            Await.until(() -> served(other));
        } finally {
            other.shutdownNow();
        }
        int ended = 0;
        for (Wire client : slow) {
            ended += endedByTheDoor(client) ? 1 : 0;
            client.close();
        }
        assertThat(ended).isPositive();
        assertThat(backend.cancelled.getCount()).isZero();
        List<Backend> backends = doors.l7Backends.snapshot().listed();
        Await.until(() -> doors.l7.heldBytes() == 0 && backends.stream().allMatch(b -> b.active() == 0));
        assertThat(backends).allMatch(each -> each.failed() == 0);
    }

    // 200 open calls with 7,000 bytes of headers each are more than a MiB.
    @Test
    void headersCountAndTheBalancerSaysThatItCannotHoldMore() throws Exception {
        try (Wire client = Wire.client(doors.l7.address())) {
            String value = "v".repeat(7_000);
            for (int call = 0; call < 200; call++) {
                client.headers(
                        1 + 2 * call,
                        false,
                        ":method",
                        "POST",
                        ":scheme",
                        "http",
                        ":path",
                        "/test.Test/Chat",
                        "content-type",
                        "application/grpc",
                        "x-a",
                        value);
            }
            Frame refused = client.await(frame -> frame.type() == HEADERS);
            var trailers = client.decode(refused);
            assertThat(trailers.get("grpc-status")).hasToString("8");
            assertThat(trailers.get("grpc-message"))
                    .asString()
                    .startsWith("balancer-1: the door holds ")
                    .endsWith("the most it may are 1048576");
            assertThat(doors.l7.heldBytes()).isLessThan(2 * MOST);
        }
        Await.until(() -> doors.l7.heldBytes() == 0);
    }

    @Test
    void trailersCountAsHeadersDo() throws Exception {
        try (RawBackend silent = new RawBackend();
                Wire client = Wire.client(doors.l7.address())) {
            doors.to(silent.address());
            String value = "v".repeat(7_000);
            client.request(1, false, "content-type", "application/grpc");
            try (Wire _ = silent.accept()) {
                for (int stream = 1; stream < 400; stream += 2) {
                    if (stream > 1) {
                        client.request(stream, false, "content-type", "application/grpc");
                    }
                    client.headers(stream, true, "x-trailer", value);
                }
                Frame refused = client.await(frame -> frame.type() == HEADERS);
                assertThat(client.decode(refused).get("grpc-status")).hasToString("8");
            }
        }
        Await.until(() -> doors.l7.heldBytes() == 0);
    }

    // HEADERS know no window: 15 KB for each request, and the client reads none of it.
    @Test
    void aClientThatReadsNoHeadersMakesRoomForOthers() throws Exception {
        int most = 64 * 1024;
        try (Doors small = new Doors(Limits.DEFAULT.ofDoor(100, most));
                RawBackend chatty = new RawBackend();
                Wire client = new Wire(narrow(small.l7.address()))) {
            small.to(chatty.address());
            Backend chosen = small.l7Backends.snapshot().listed().getFirst();
            Thread.ofVirtual().start(() -> answerAll(chatty));
            client.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            client.send(Wire.SETTINGS, 0, 0);
            for (int call = 0; small.l7.heldBytes() <= most; call++) {
                long sent = call + 1;
                client.request(1 + 2 * call, true, "content-type", "application/grpc");
                Await.until(() -> chosen.chosen() == sent && chosen.active() == 0 || small.l7.heldBytes() > most);
            }
            small.to(backend.address());
            var other = GrpcBackend.channel(small.l7.address());
            try {
                Await.until(() -> served(other));
            } finally {
                other.shutdownNow();
            }
            Await.until(() -> small.l7.clientConnections() == 0 && small.l7.heldBytes() == 0);
        }
    }

    /** A connection whose receiving end takes little. */
    private static Socket narrow(InetSocketAddress door) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(door);
        return socket;
    }

    private static void answerAll(RawBackend backend) {
        try (Wire wire = backend.accept()) {
            while (true) {
                int stream = wire.await(frame -> frame.type() == HEADERS).stream();
                wire.headers(stream, true, ":status", "200", "grpc-status", "0", "x-long", "~".repeat(15_000));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private static boolean served(io.grpc.Channel channel) {
        try {
            return GrpcBackend.echo(channel, new byte[] {1}).length == 1;
        } catch (io.grpc.StatusRuntimeException _) {
            return false; // the slow ones have not stood still for long enough
        }
    }

    /** Reads what there is: a reset, or trailers that name the balancer; the others are still being served. */
    private static boolean endedByTheDoor(Wire client) throws IOException {
        client.send(Wire.PING, 0, 0, new byte[8]);
        Frame frame = client.await(each -> each.type() == RST_STREAM
                || each.type() == HEADERS && each.endStream()
                || each.type() == Wire.PING && (each.flags() & Wire.ACK) != 0);
        return frame.type() != Wire.PING && (frame.type() != RST_STREAM || frame.firstInt() == ENHANCE_YOUR_CALM);
    }
}
