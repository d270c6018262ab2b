package sevenlayers.balancer.l4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.Tcp;

@Timeout(60)
class ShownServerNameTest {
    private final Doors doors = new Doors();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = Tcp.server();
        doors.to(Tcp.address(server));
    }

    @AfterEach
    void close() throws IOException {
        doors.close();
        server.close();
    }

    @Test
    void theNameThatATlsClientAsksForIsInTheDecision() throws Exception {
        byte[] hello = hello("lab.example");
        try (Socket client = Tcp.dial(doors.l4.address());
                Socket upstream = Tcp.accept(server)) {
            client.getOutputStream().write(hello);
            // Passed on as it is.
            assertThat(upstream.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
            Await.until(() -> !doors.decided().isEmpty());
            assertThat(doors.decided())
                    .singleElement()
                    .satisfies(decision -> assertThat(decision.serverName()).isEqualTo("lab.example"));
        }
    }

    @Test
    void bytesDoNotWaitForTheRestOfTheHello() throws Exception {
        byte[] hello = hello("lab.example");
        try (Socket client = Tcp.dial(doors.l4.address());
                Socket upstream = Tcp.accept(server)) {
            InputStream in = upstream.getInputStream();
            for (byte each : hello) {
                client.getOutputStream().write(each);
                assertThat((byte) in.read()).isEqualTo(each);
            }
        }
    }

    @Test
    void aServerThatSpeaksFirstIsHeardAtOnceAndTheDecisionComesWithoutAName() throws Exception {
        try (Socket client = Tcp.dial(doors.l4.address());
                Socket upstream = Tcp.accept(server)) {
            upstream.getOutputStream().write("220 lab".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("220 lab");
            Await.until(() -> !doors.decided().isEmpty());
            assertThat(doors.decided().getFirst().serverName()).isEmpty();
        }
    }

    @Test
    void aConnectionThatEndsAtOnceIsStillDecided() throws Exception {
        Tcp.dial(doors.l4.address()).close();
        Await.until(() -> !doors.decided().isEmpty());
        assertThat(doors.decided().getFirst().serverName()).isEmpty();
    }

    private static byte[] hello(String name) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        engine.setSSLParameters(parameters);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }
}
