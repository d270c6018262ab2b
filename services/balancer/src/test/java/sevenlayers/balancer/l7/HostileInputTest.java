package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.Wire.DATA;
import static sevenlayers.balancer.testing.Wire.END_HEADERS;
import static sevenlayers.balancer.testing.Wire.GOAWAY;
import static sevenlayers.balancer.testing.Wire.HEADERS;
import static sevenlayers.balancer.testing.Wire.PING;
import static sevenlayers.balancer.testing.Wire.RST_STREAM;
import static sevenlayers.balancer.testing.Wire.SETTINGS;
import static sevenlayers.balancer.testing.Wire.WINDOW_UPDATE;

import java.io.IOException;
import java.net.SocketException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.Wire;

/** What a client must not do costs that client its connection, or its stream, and nobody else anything. */
@Timeout(60)
class HostileInputTest {
    private final GrpcBackend backend = new GrpcBackend();
    private final Doors doors = new Doors().to(backend.address());

    @AfterEach
    void theDoorStillServes() throws Exception {
        var client = GrpcBackend.channel(doors.l7.address());
        try {
            assertThat(GrpcBackend.echo(client, new byte[] {42})).containsExactly(42);
        } finally {
            client.shutdownNow();
            doors.close();
            backend.close();
        }
    }

    @Test
    void aClientOfAnotherProtocolIsClosed() throws IOException {
        try (Wire client = Wire.raw(doors.l7.address())) {
            client.bytes("GET / HTTP/1.1\r\nHost: lab\r\n\r\n".getBytes(US_ASCII));
            assertThat(client.closes()).isTrue();
        }
    }

    @Test
    void noiseIsClosed() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            try (Wire client = Wire.raw(doors.l7.address())) {
                byte[] noise = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(noise);
                client.bytes(noise);
                assertThat(client.closes()).isTrue();
            }
        }
    }

    @Test
    void framesOfNoiseAfterAGoodPrefaceEndInGoAwayOrAreIgnored() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 50; i++) {
            try (Wire client = Wire.client(doors.l7.address())) {
                for (int frame = 0; frame < 20; frame++) {
                    byte[] payload = new byte[random.nextInt(100)];
                    random.nextBytes(payload);
                    client.send(random.nextInt(12), random.nextInt(256), random.nextInt(8), payload);
                }
            } catch (IOException _) {
                // It hung up on us.
            }
        }
    }

    @Test
    void aFrameLargerThanAllowedEndsTheConnection() throws IOException {
        try (Wire client = Wire.client(doors.l7.address())) {
            client.send(DATA, 0, 1, new byte[16_385]);
            client.await(GOAWAY, 0);
            assertThat(client.closes()).isTrue();
        } catch (SocketException reset) {
            // It hung up while the frame was still on its way: the GOAWAY is then lost with the reset.
            assertThat(reset).hasMessageMatching("(?i).*(broken pipe|connection reset).*");
        }
    }

    @Test
    void dataForAStreamThatWasNeverOpenedEndsTheConnection() throws IOException {
        try (Wire client = Wire.client(doors.l7.address())) {
            client.send(DATA, 0, 5, new byte[10]);
            client.await(GOAWAY, 0);
        }
    }

    @Test
    void aWindowThatOverflowsEndsTheConnection() throws IOException {
        try (Wire client = Wire.client(doors.l7.address())) {
            client.sendInt(WINDOW_UPDATE, 0, Integer.MAX_VALUE);
            client.await(GOAWAY, 0);
        }
    }

    @Test
    void aHeaderListLargerThanAllowedIsAnsweredWith431AndReachesNoBackend() throws IOException {
        try (Wire client = Wire.client(doors.l7.address())) {
            // Each field counts its name, its value and 32: 260 of them are 35,100 bytes.
            String[] many = new String[520];
            for (int i = 0; i < many.length; i += 2) {
                many[i] = "x-a";
                many[i + 1] = "v".repeat(100);
            }
            client.request(1, true, many);
            assertThat(client.decode(client.await(HEADERS, 1)).status()).hasToString("431");
        }
        assertThat(doors.decided()).isEmpty();
    }

    @Test
    void aHeaderBlockThatIsNotHpackEndsTheConnection() throws IOException {
        try (Wire client = Wire.client(doors.l7.address())) {
            client.send(HEADERS, END_HEADERS, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f);
            client.await(GOAWAY, 0);
        }
    }

    @Test
    void openingAndResettingWithoutEndIsStopped() throws IOException {
        try (Wire client = Wire.client(doors.l7.address())) {
            for (int stream = 1; stream < 20_000; stream += 2) {
                client.request(stream, true);
                client.sendInt(RST_STREAM, stream, 8);
            }
            assertThat(client.closes()).isTrue();
        } catch (IOException _) {
            // It hung up while we were still writing.
        }
    }

    @Test
    void pingsAndSettingsWithoutEndAreStoppedAtTheLatestWhenTheAnswersPileUp() throws IOException {
        try (Wire client = Wire.client(doors.l7.address())) {
            for (int i = 0; i < 200_000; i++) {
                client.send(PING, 0, 0, new byte[8]);
                client.send(SETTINGS, 0, 0);
            }
        } catch (IOException _) {
            // It hung up, as it should: nobody reads the answers.
        }
    }
}
