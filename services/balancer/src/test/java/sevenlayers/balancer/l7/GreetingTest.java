package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.GOAWAY;
import static sevenlayers.balancer.testing.Wire.SETTINGS;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.Wire;
import sevenlayers.balancer.testing.Wire.Frame;

/** What a client hears that begins with something else than it should, with nothing, or at a full door. */
@Timeout(60)
class GreetingTest {
    private static final int PROTOCOL_ERROR = 1;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int DOOR_TAKES = 3;

    private final Doors doors = new Doors(Limits.DEFAULT
            .with(new Limits.Patience(Duration.ofMillis(700), Duration.ofSeconds(30), Duration.ofSeconds(30)))
            .ofDoor(DOOR_TAKES, 1 << 20));

    @AfterEach
    void close() {
        doors.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: lab\r\n\r\n",
                "POST /a HTTP/1.0\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\n",
                "PROPFIND /",
                "PRI * HTTP/1.1\r\n\r\n"
            })
    void http1IsToldWhatIsSpokenHere(String request) throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(request.getBytes(US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 505 HTTP Version Not Supported\r\n")
                    .contains("\r\nconnection: close\r\n")
                    .endsWith("balancer-1: HTTP/2 is spoken here, and gRPC on it; this was HTTP/1."
                            + " With curl: --http2-prior-knowledge.\n");
            int bodyAt = answer.indexOf("\r\n\r\n") + 4;
            assertThat(answer).contains("content-length: " + (answer.length() - bodyAt) + "\r\n");
        }
    }

    // What is left unread when a socket closes makes the kernel reset the connection.
    @Test
    void theAnswerIsNotLostWhenMoreComesThanIsLookedAt() throws IOException {
        try (Socket client = connect()) {
            byte[] post = Arrays.copyOf("POST / HTTP/1.1\r\n\r\n".getBytes(US_ASCII), 100_000);
            client.getOutputStream().write(post);
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 505 ");
        }
    }

    // At most a sixtieth of a minute, because two places of two are taken.
    @Test
    void whoHasNothingUnderWayLeavesANearlyFullDoor() throws IOException {
        Duration minute = Duration.ofMinutes(1);
        try (Doors small = new Doors(Limits.DEFAULT
                        .with(new Limits.Patience(minute, minute, minute, minute))
                        .ofDoor(2, 1 << 20));
                Wire first = Wire.client(small.l7.address());
                Wire second = Wire.client(small.l7.address())) {
            assertThat(first.await(GOAWAY, 0).firstInt()).isEqualTo(Integer.MAX_VALUE);
            assertThat(first.closes()).isTrue();
            second.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\0", "hello", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "SSH-2.0-x\r\n"})
    void noiseIsToldWhatWasExpected(String noise) throws IOException {
        try (Wire client = Wire.raw(doors.l7.address())) {
            client.bytes(noise.getBytes(US_ASCII));
            assertThat(client.next().type()).isEqualTo(SETTINGS);
            Frame goAway = client.await(GOAWAY, 0);
            assertThat(goAway.payload()[7]).isEqualTo((byte) PROTOCOL_ERROR);
            assertThat(goAway.debug()).contains("preface");
            assertThat(client.closes()).isTrue();
        }
    }

    @Test
    void aPrefaceMayComeByteByByte() throws IOException {
        try (Wire client = Wire.raw(doors.l7.address())) {
            for (byte b : "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII)) {
                client.bytes(new byte[] {b});
            }
            client.send(SETTINGS, 0, 0);
            client.await(frame -> frame.type() == SETTINGS && (frame.flags() & Wire.ACK) != 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PRI * HTTP/2.0\r\n\r\nS", "GE", "\u0016"})
    void whoDoesNotFinishItsFirstWordIsClosed(String begun) throws IOException {
        try (Wire client = Wire.raw(doors.l7.address())) {
            client.bytes(begun.getBytes(US_ASCII));
            assertThat(client.closes()).isTrue();
        }
    }

    @Test
    void aPrefaceWithoutSettingsIsToldToHurryAndClosed() throws IOException {
        try (Wire client = Wire.raw(doors.l7.address())) {
            client.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            Frame goAway = client.next();
            while (goAway.type() != GOAWAY) {
                goAway = client.next(); // and no answer to any of these
            }
            assertThat(goAway.debug()).isEqualTo("no SETTINGS came within PT0.7S");
            assertThat(goAway.payload()[7]).isEqualTo((byte) ENHANCE_YOUR_CALM);
            assertThat(client.closes()).isTrue();
        }
    }

    @Test
    void aFullDoorSaysSoAndCountsAndHasRoomAgainWhenOneLeaves() throws Exception {
        List<Wire> inside = new ArrayList<>();
        for (int i = 0; i < DOOR_TAKES; i++) {
            Wire client = Wire.client(doors.l7.address());
            client.await(frame -> frame.type() == SETTINGS && (frame.flags() & Wire.ACK) != 0);
            inside.add(client);
        }
        try (Wire late = Wire.client(doors.l7.address())) {
            assertThat(late.next().type()).isEqualTo(SETTINGS);
            Frame goAway = late.next();
            assertThat(goAway.type()).isEqualTo(GOAWAY);
            assertThat(goAway.firstInt()).isZero();
            assertThat(goAway.payload()[7]).isEqualTo((byte) ENHANCE_YOUR_CALM);
            assertThat(goAway.debug()).isEqualTo("balancer-1: the door is full, 3 connections are open");
            assertThat(late.closes()).isTrue();
        }
        assertThat(doors.l7.refusedConnections()).isEqualTo(1);
        assertThat(doors.l7.clientConnections()).isEqualTo(DOOR_TAKES);
        inside.getFirst().close();
        Await.until(() -> doors.l7.clientConnections() < DOOR_TAKES);
        try (Wire client = Wire.client(doors.l7.address())) {
            client.await(frame -> frame.type() == SETTINGS && (frame.flags() & Wire.ACK) != 0);
        }
        for (Wire client : inside) {
            client.close();
        }
    }

    @Test
    void aDrainClosesAtOnceWhoHasNotSaidAnything() throws Exception {
        try (Wire client = Wire.raw(doors.l7.address())) {
            Await.until(() -> doors.l7.clientConnections() == 1);
            doors.l7.drain();
            assertThat(client.closes()).isTrue();
        }
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(doors.l7.address().getAddress(), doors.l7.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
