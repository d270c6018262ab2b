package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.CONTINUATION;
import static sevenlayers.balancer.testing.Wire.DATA;
import static sevenlayers.balancer.testing.Wire.GOAWAY;
import static sevenlayers.balancer.testing.Wire.HEADERS;
import static sevenlayers.balancer.testing.Wire.PING;
import static sevenlayers.balancer.testing.Wire.PRIORITY;
import static sevenlayers.balancer.testing.Wire.RST_STREAM;
import static sevenlayers.balancer.testing.Wire.SETTINGS;
import static sevenlayers.balancer.testing.Wire.WINDOW_UPDATE;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.Wire;
import sevenlayers.balancer.testing.Wire.Frame;

/**
 * The known ways to make an HTTP/2 server work for nothing, one by one: each ends in GOAWAY with ENHANCE_YOUR_CALM and the reason, costs no
 * other client anything, and leaves nothing behind.
 */
@Timeout(60)
class AbuseTest {
    private static final int HEADER_TABLE_SIZE = 1;
    private static final int PROTOCOL_ERROR = 1;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final String[] GRPC = {"content-type", "application/grpc", "te", "trailers"};

    private final GrpcBackend backend = new GrpcBackend();
    private Doors doors = new Doors().to(backend.address());
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        client = Wire.client(doors.l7.address());
    }

    @AfterEach
    void nothingIsLeftAndTheDoorStillServes() throws Exception {
        client.close();
        var other = GrpcBackend.channel(doors.l7.address());
        try {
            assertThat(GrpcBackend.echo(other, new byte[] {42})).containsExactly(42);
        } finally {
            other.shutdownNow();
        }
        List<Backend> backends = doors.l7Backends.snapshot().listed();
        Await.until(() -> doors.l7.heldBytes() == 0 && backends.stream().allMatch(b -> b.active() == 0));
        Await.until(() -> doors.l7.clientConnections() == 0);
        doors.close();
        backend.close();
    }

    // CVE-2023-44487: each reset frees a place for the next request, and the backend works on all of them.
    @Test
    void rapidReset() throws IOException {
        expect("more than 1000 RST_STREAM frames within a second", i -> {
            client.request(1 + 2 * i, true, GRPC);
            client.sendInt(RST_STREAM, 1 + 2 * i, 8);
        });
    }

    // CVE-2025-8671: the same, but the client breaks a rule on the stream, so that the server must send the reset.
    @Test
    void makingUsResetByAWindowUpdateOfNothing() throws IOException {
        expect("more than 100 broken streams within a second", i -> {
            client.request(1 + 2 * i, false, GRPC);
            client.sendInt(WINDOW_UPDATE, 1 + 2 * i, 0);
        });
    }

    @Test
    void makingUsResetByAWindowThatOverflows() throws IOException {
        expect("more than 100 broken streams within a second", i -> {
            client.request(1 + 2 * i, false, GRPC);
            client.sendInt(WINDOW_UPDATE, 1 + 2 * i, Integer.MAX_VALUE);
        });
    }

    @Test
    void makingUsResetByHeadersAfterTheEnd() throws IOException {
        expect("more than 100 broken streams within a second", i -> {
            client.request(1 + 2 * i, true, GRPC);
            client.headers(1 + 2 * i, true, "x-late", "1");
        });
    }

    // RFC 9113 §5.1: what was on its way when we reset a stream is to be ignored. Here there is no backend, so the
    // upload is answered early.
    @Test
    void anUploadThatIsAnsweredEarlyCostsTheConnectionNothing() throws IOException {
        doors.to();
        client.request(1, false, GRPC);
        client.await(RST_STREAM, 1);
        doors.to(backend.address());
        for (int i = 0; i < 600; i++) {
            client.send(DATA, 0, 1, new byte[100]);
        }
        client.headers(1, true, "x-late", "1");
        client.send(PING, 0, 0, new byte[8]);
        Frame next = client.await(frame -> frame.type() != WINDOW_UPDATE && frame.type() != SETTINGS);
        assertThat(next.type()).isEqualTo(PING);
        client.call(3, "/test.Test/Echo", 7);
        assertThat(client.await(DATA, 3).payload()[5]).isEqualTo((byte) 7);
    }

    // CVE-2024-27316: a header block without an end.
    @Test
    void continuationsWithoutEnd() throws IOException {
        client.send(HEADERS, 0, 1, (byte) 0x82);
        Frame goAway = flood(i -> client.send(CONTINUATION, 0, 1, (byte) 0x84));
        assertThat(goAway.debug()).contains("continuations frames");
    }

    @Test
    void aHeaderBlockOfMegabytes() throws IOException {
        // A literal that is never indexed, named by the static table: RFC 7541 §6.2.3.
        byte[] block = new byte[16_000];
        for (int i = 0; i < block.length; i += 100) {
            block[i] = 0x1f;
            block[i + 1] = 0x10;
            block[i + 2] = 97;
        }
        client.send(HEADERS, 0, 1, (byte) 0x82);
        start(i -> client.send(CONTINUATION, 0, 1, block));
        // The codec calls this one by another name.
        assertThat(goAway(PROTOCOL_ERROR).debug()).contains("Header size exceeded");
    }

    // A bomb: one entry of 4,000 bytes in the table, and then a byte for each time it is meant.
    @Test
    void aFewBytesThatBecomeMegabytesOfHeaders() throws IOException {
        byte[] bomb = new byte[4_010 + 1_000];
        bomb[0] = 0x40; // RFC 7541 §6.2.1: a literal with a new name, to be indexed
        bomb[1] = 1;
        bomb[2] = 'a';
        bomb[3] = 0x7f; // a length of 127 + 3,800
        bomb[4] = (byte) (3_800 & 0x7f | 0x80);
        bomb[5] = (byte) (3_800 >> 7);
        int value = 6;
        Arrays.fill(bomb, value, value + 3_927, (byte) 'v');
        Arrays.fill(bomb, value + 3_927, bomb.length, (byte) 0xbe); // the newest entry of the table
        client.send(HEADERS, Wire.END_HEADERS | Wire.END_STREAM, 1, bomb);
        assertThat(client.decode(client.await(HEADERS, 1)).status()).hasToString("431");
        assertThat(doors.decided()).isEmpty();
    }

    // CVE-2019-9515
    @Test
    void settings() throws IOException {
        expect("more than 100 SETTINGS frames within a second", i -> client.send(SETTINGS, 0, 0));
    }

    // CVE-2019-9512
    @Test
    void pings() throws IOException {
        byte[] many = new byte[17 * 1_000];
        for (int at = 0; at < many.length; at += 17) {
            many[at + 2] = 8;
            many[at + 3] = PING;
        }
        // Whichever comes first: so many in a second, or nobody reads the answers.
        assertThat(flood(i -> client.bytes(many)).debug())
                .isIn("more than 10000 PING frames within a second", "more than 1000 answers wait to be read");
    }

    // CVE-2019-9518
    @Test
    void emptyData() throws IOException {
        client.request(1, false, GRPC);
        expect("more than 10 empty DATA frames in a row", i -> client.send(DATA, 0, 1));
    }

    // CVE-2019-9513
    @Test
    void priorities() throws IOException {
        expect(
                "more than 100 PRIORITY frames a stream",
                i -> client.send(PRIORITY, 0, 1 + 2 * i, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 16));
    }

    @Test
    void windowUpdates() throws IOException {
        expect("more than 20 WINDOW_UPDATE frames a DATA frame", i -> client.sendInt(WINDOW_UPDATE, 0, 1));
    }

    @Test
    void moreStreamsThanAreAllowedAreRefusedOneByOne() throws IOException {
        int allowed = Limits.DEFAULT.streams();
        for (int i = 0; i < allowed; i++) {
            client.request(1 + 2 * i, false, GRPC);
        }
        // In one go: of the second the door has read the headers and not yet sent its refusal when the rest comes.
        for (int tooMany = 1 + 2 * allowed; tooMany <= 5 + 2 * allowed; tooMany += 2) {
            client.request(tooMany, false, GRPC);
            client.send(DATA, 0, tooMany, (byte) 0);
            client.sendInt(RST_STREAM, tooMany, 8);
        }
        for (int tooMany = 1 + 2 * allowed; tooMany <= 5 + 2 * allowed; tooMany += 2) {
            assertThat(client.await(RST_STREAM, tooMany).firstInt()).isEqualTo(7);
        }
        client.sendInt(RST_STREAM, 1, 8);
        client.request(7 + 2 * allowed, false, GRPC);
        client.send(PING, 0, 0, new byte[8]);
        assertThat(client.await(frame -> frame.type() == PING || frame.type() == RST_STREAM)
                        .type())
                .as("there is room for one again, and the connection goes on")
                .isEqualTo(PING);
    }

    // A table of that size would be ours to fill.
    @Test
    void aTableOfHeadersOfGigabytesIsNotUsed() throws IOException {
        client.send(SETTINGS, 0, 0, (byte) 0, (byte) HEADER_TABLE_SIZE, (byte) 0x7f, (byte) -1, (byte) -1, (byte) -1);
        // The client's decoder still has the table of 4,096 bytes that every connection begins with.
        for (int i = 0; i < 300; i++) {
            int stream = 1 + 2 * i;
            client.request(stream, true, "content-type", "application/grpc", "x", "y".repeat(100) + i);
            assertThat(client.decode(client.await(HEADERS, stream)).get("grpc-status"))
                    .isNotNull();
        }
    }

    @Test
    void aFrameThatIsNeverFinished() throws IOException {
        patience(Duration.ofSeconds(30), Duration.ofMillis(300));
        client.bytes(new byte[] {0, 0, 100, DATA, 0, 0, 0, 0, 1, 0});
        end("a frame or a header block was not complete within PT0.3S");
    }

    @Test
    void aHeaderBlockThatIsNeverFinished() throws IOException {
        patience(Duration.ofSeconds(30), Duration.ofMillis(300));
        client.send(HEADERS, 0, 1, (byte) 0x82);
        end("a frame or a header block was not complete within PT0.3S");
    }

    // The frame came in two pieces and broke its stream, but it did come.
    @Test
    void aFrameThatBreaksItsStreamIsFinished() throws Exception {
        patience(Duration.ofSeconds(30), Duration.ofSeconds(2));
        client.call(1, "/test.Test/Echo", 7);
        client.await(frame -> frame.stream() == 1 && frame.endStream());
        client.bytes(new byte[] {0, 0, 2, DATA, 0, 0, 0, 0, 1, 0});
        pass(Duration.ofMillis(100));
        client.bytes(new byte[1]);
        client.await(RST_STREAM, 1);
        pass(Duration.ofSeconds(3));
        client.call(3, "/test.Test/Echo", 8);
        assertThat(client.await(DATA, 3).payload()[5]).isEqualTo((byte) 8);
    }

    private static void pass(Duration time) throws InterruptedException {
        long since = System.nanoTime();
        Await.until(() -> System.nanoTime() - since > time.toNanos());
    }

    // Nobody gives back any window, so the response stands still; the rest of the connection need not know.
    @Test
    void aResponseThatNobodyReadsIsResetAndTheConnectionGoesOn() throws IOException {
        patience(Duration.ofMillis(500), Duration.ofSeconds(30));
        client.call(1, "/test.Test/Flood", 0);
        assertThat(client.await(RST_STREAM, 1).firstInt()).isEqualTo(ENHANCE_YOUR_CALM);
        client.sendInt(WINDOW_UPDATE, 0, 65_535);
        client.call(3, "/test.Test/Echo", 7);
        assertThat(client.await(DATA, 3).payload()[5]).isEqualTo((byte) 7);
    }

    // It takes nothing from its socket, not even what tells it that it is too slow.
    @Test
    void aClientThatReadsNothingAtAllIsClosed() throws Exception {
        patience(Duration.ofMillis(500), Duration.ofSeconds(30));
        client.sendInt(WINDOW_UPDATE, 0, Integer.MAX_VALUE - 65_535);
        client.send(SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0x7f, (byte) -1, (byte) -1, (byte) -1);
        client.call(1, "/test.Test/Flood", 0);
        Await.until(() -> doors.l7.clientConnections() == 1);
        Await.until(() -> doors.l7.clientConnections() == 0);
    }

    private void patience(Duration stalled, Duration frame) throws IOException {
        client.close();
        doors.close();
        doors = new Doors(Limits.DEFAULT.with(new Limits.Patience(Duration.ofSeconds(10), frame, stalled)))
                .to(backend.address());
        client = Wire.client(doors.l7.address());
    }

    /** Something that a test does again and again. */
    @FunctionalInterface
    private interface Step {
        void run(int number) throws IOException;
    }

    private void expect(String reason, Step step) throws IOException {
        assertThat(flood(step).debug()).isEqualTo(reason);
    }

    /** Repeats until the door has had enough; what it says then. */
    private Frame flood(Step step) throws IOException {
        start(step);
        return goAway(ENHANCE_YOUR_CALM);
    }

    private static void start(Step step) {
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < 1_000_000; i++) {
                    step.run(i);
                }
            } catch (IOException _) {
                // It has hung up.
            }
        });
    }

    private Frame goAway(int code) throws IOException {
        Frame frame = client.next();
        while (frame.type() != GOAWAY) {
            frame = client.next();
        }
        assertThat(frame.payload()[7]).isEqualTo((byte) code);
        return frame;
    }

    private void end(String reason) throws IOException {
        assertThat(goAway(ENHANCE_YOUR_CALM).debug()).isEqualTo(reason);
        assertThat(client.closes()).isTrue();
    }
}
