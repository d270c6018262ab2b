package sevenlayers.balancer.l4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.l4.ProxyProtocol.Out;
import sevenlayers.balancer.proxyprotocol.ProxyHeader;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.Tcp;

@Timeout(60)
class L4ProxyProtocolTest {
    private static final String LINE = "PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n";

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = Tcp.server();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void theClientIsTheOneThatTheHeaderNames() throws Exception {
        try (Doors doors = doors(true, Out.OFF);
                Socket client = Tcp.dial(doors.l4.address())) {
            write(client, LINE + "hello");
            try (Socket upstream = Tcp.accept(server)) {
                assertThat(read(upstream, 5)).isEqualTo("hello");
            }
            Await.until(() -> !doors.decided().isEmpty());
            assertThat(doors.decided().getLast().client()).isEqualTo(new InetSocketAddress("192.0.2.7", 56_324));
        }
    }

    @Test
    void aHeaderMayComeByteByByte() throws Exception {
        try (Doors doors = doors(true, Out.OFF);
                Socket client = Tcp.dial(doors.l4.address())) {
            for (char each : LINE.toCharArray()) {
                write(client, String.valueOf(each));
            }
            write(client, "x");
            try (Socket upstream = Tcp.accept(server)) {
                assertThat(read(upstream, 1)).isEqualTo("x");
            }
        }
    }

    @Test
    void aLongHeaderMayComeByteByByteAsWell() throws Exception {
        byte[] header = new byte[4_016];
        ByteBuffer.wrap(header)
                .put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111"))
                .putShort((short) 4_000)
                .put(HexFormat.of().parseHex("c0000207c0000201dc0401bb"))
                .put((byte) 4) // spec §2.2.4: PP2_TYPE_NOOP, whose value means nothing
                .putShort((short) (4_000 - 12 - 3));
        try (Doors doors = doors(true, Out.OFF);
                Socket client = Tcp.dial(doors.l4.address())) {
            for (byte each : header) {
                client.getOutputStream().write(each);
            }
            write(client, "x");
            try (Socket upstream = Tcp.accept(server)) {
                assertThat(read(upstream, 1)).isEqualTo("x");
            }
        }
    }

    @Test
    void aBinaryHeaderIsTakenAsWell() throws Exception {
        try (Doors doors = doors(true, Out.OFF);
                Socket client = Tcp.dial(doors.l4.address())) {
            client.getOutputStream()
                    .write(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc0000207c0000201dc0401bb78"));
            try (Socket upstream = Tcp.accept(server)) {
                assertThat(read(upstream, 1)).isEqualTo("x");
            }
            Await.until(() -> !doors.decided().isEmpty());
            assertThat(doors.decided().getLast().client()).isEqualTo(new InetSocketAddress("192.0.2.7", 56_324));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'PROXY UNKNOWN\r\nx', the connection's own",
        "'PROXY TCP4 1.2.3.4 1.2.3.4 1 x\r\n', the PROXY line has no port where it should",
        "'PRI * HTTP/2.0\r\n', the connection does not begin with 'PROXY '",
        "'\u0016\u0003', the connection does not begin with a PROXY header",
    })
    void whatIsNoHeaderIsRefusedInWords(String sent, String expected) throws Exception {
        try (Doors doors = doors(true, Out.OFF);
                Socket client = Tcp.dial(doors.l4.address())) {
            write(client, sent);
            if (expected.equals("the connection's own")) {
                Tcp.accept(server).close();
                Await.until(() -> !doors.decided().isEmpty());
                assertThat(doors.decided().getLast().client()).isEqualTo(client.getLocalSocketAddress());
                return;
            }
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(doors.decided().getLast().reason()).isEqualTo(expected);
            assertThat(doors.decided().getLast().backend()).isNull();
        }
    }

    @Test
    void aConnectionThatEndsInItsHeaderIsRefused() throws Exception {
        try (Doors doors = doors(true, Out.OFF);
                Socket client = Tcp.dial(doors.l4.address())) {
            write(client, "PROXY TCP4 ");
            client.shutdownOutput();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(doors.decided().getLast().reason())
                    .isEqualTo("the connection ended before its PROXY header was complete");
        }
    }

    @ParameterizedTest
    @CsvSource({"V1, false", "V2, false", "V1, true", "V2, true"})
    void aBackendIsToldForWhomWeDial(Out out, boolean in) throws Exception {
        try (Doors doors = doors(in, out);
                Socket client = Tcp.dial(doors.l4.address())) {
            write(client, in ? LINE + "hello" : "hello");
            try (Socket upstream = Tcp.accept(server)) {
                InetSocketAddress source = in
                        ? new InetSocketAddress("192.0.2.7", 56_324)
                        : (InetSocketAddress) client.getLocalSocketAddress();
                InetSocketAddress destination = in ? new InetSocketAddress("192.0.2.1", 443) : doors.l4.address();
                ProxyHeader expected = ProxyHeader.of(source, destination);
                ByteBuffer header = new ProxyProtocol(false, out).emit(expected).orElseThrow();
                byte[] bytes = upstream.getInputStream().readNBytes(header.remaining());
                assertThat(ProxyHeader.parse(ByteBuffer.wrap(bytes))).contains(expected);
                assertThat(read(upstream, 5)).isEqualTo("hello");
            }
        }
    }

    private Doors doors(boolean required, Out out) {
        return new Doors(Limits.DEFAULT, new ProxyProtocol(required, out)).to(Tcp.address(server));
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
    }
}
