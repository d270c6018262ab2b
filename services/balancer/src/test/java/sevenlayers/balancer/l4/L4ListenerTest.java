package sevenlayers.balancer.l4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;

@Timeout(60)
class L4ListenerTest {
    private final Doors doors = new Doors();
    private ServerSocket backend;

    @BeforeEach
    void listen() throws IOException {
        backend = server();
        doors.to(address(backend));
    }

    @AfterEach
    void close() throws IOException {
        doors.close();
        backend.close();
    }

    @Test
    void aClientThatHasSaidAllStillGetsItsAnswer() throws IOException {
        try (Socket client = dial();
                Socket upstream = accept(backend)) {
            client.getOutputStream().write("question".getBytes(UTF_8));
            client.shutdownOutput();
            // The end of input arrives only if the half-close was passed on.
            assertThat(upstream.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("question");
            upstream.getOutputStream().write("answer".getBytes(UTF_8));
            upstream.close();
            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("answer");
        }
    }

    @Test
    void aBackendThatHasSaidAllStillHearsTheClient() throws IOException {
        try (Socket client = dial();
                Socket upstream = accept(backend)) {
            upstream.getOutputStream().write("greeting".getBytes(UTF_8));
            upstream.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("greeting");
            client.getOutputStream().write("much later".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(upstream.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("much later");
        }
    }

    @Test
    void aPairIsForgottenWhenBothSidesHaveEnded() throws Exception {
        try (Socket client = dial();
                Socket upstream = accept(backend)) {
            client.shutdownOutput();
            upstream.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        Await.until(() -> doors.l4.clientConnections() == 0
                && doors.l4Backends.snapshot().candidates().getFirst().connections() == 0);
    }

    @Test
    void anAbortIsPassedOnAsAnAbort() throws IOException {
        try (Socket client = dial();
                Socket upstream = accept(backend)) {
            client.setSoLinger(true, 0);
            client.close();
            assertThatThrownBy(() -> upstream.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aSlowReaderStopsTheSenderInsteadOfFillingMemory() throws Exception {
        try (Socket client = dial();
                Socket upstream = accept(backend)) {
            AtomicLong written = new AtomicLong();
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    OutputStream out = client.getOutputStream();
                    byte[] chunk = new byte[64 * 1024];
                    while (written.get() < 64 << 20) {
                        out.write(chunk);
                        written.addAndGet(chunk.length);
                    }
                    client.shutdownOutput();
                } catch (IOException _) {
                    // The test is over.
                }
            });
            long standing = standsStill(written);
            // What the kernel's socket buffers hold on both hops, and next to nothing of ours.
            assertThat(standing).isLessThan(32 << 20);
            assertThat(read(upstream.getInputStream())).isEqualTo(64L << 20);
            sender.join();
        }
    }

    @Test
    void connectionsTakeTheBackendsInTurn() throws IOException {
        try (ServerSocket second = server();
                ServerSocket third = server()) {
            doors.to(address(backend), address(second), address(third));
            for (int i = 0; i < 6; i++) {
                dial();
            }
            for (ServerSocket each : new ServerSocket[] {backend, second, third}) {
                accept(each);
                accept(each);
                each.setSoTimeout(50);
                assertThatThrownBy(each::accept).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void aBackendThatCannotBeReachedIsPassedOver() throws IOException {
        ServerSocket gone = server();
        InetSocketAddress nobody = address(gone);
        gone.close();
        doors.to(nobody, address(backend));
        for (int i = 0; i < 4; i++) {
            try (Socket client = dial();
                    Socket upstream = accept(backend)) {
                upstream.getOutputStream().write('x');
                assertThat(client.getInputStream().read()).isEqualTo('x');
            }
        }
        assertThat(doors.decided())
                .anySatisfy(decision ->
                        assertThat(decision.reason()).contains("again, because").contains("could not be reached"));
    }

    @Test
    void withoutABackendTheConnectionIsAborted() throws IOException {
        doors.to();
        try (Socket client = dial()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(doors.decided().getLast().reason()).isEqualTo("no backend is listed");
    }

    private static long standsStill(AtomicLong written) throws InterruptedException {
        long before = -1;
        while (before != written.get() || before == 0) {
            before = written.get();
            Thread.sleep(500);
        }
        return before;
    }

    private static long read(InputStream in) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        long total = 0;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            total += n;
        }
        return total;
    }

    private Socket dial() throws IOException {
        Socket socket =
                new Socket(doors.l4.address().getAddress(), doors.l4.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static Socket accept(ServerSocket server) throws IOException {
        server.setSoTimeout(10_000);
        Socket socket = server.accept();
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }
}
