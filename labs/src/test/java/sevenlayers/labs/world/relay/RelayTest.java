package sevenlayers.labs.world.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.labs.world.WorldException;

@Timeout(30)
class RelayTest {

    /** A server that reads all there is, then answers with its name and what it has read. */
    private static ServerSocket server(String name) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                    byte[] read = caller.getInputStream().readAllBytes();
                    caller.getOutputStream().write((name + ":").getBytes(StandardCharsets.UTF_8));
                    caller.getOutputStream().write(read);
                } catch (IOException _) {
                    // Closed, or the caller went away.
                }
            }
        });
        return server;
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** Whether the other end has closed it: the end of the stream, or a reset if it was not yet accepted. */
    private static boolean ended(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException _) {
            return true;
        }
    }

    private static String ask(Relay relay, String question) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
            socket.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void connections_go_to_the_next_address_in_turn_and_a_half_close_lets_the_answer_through() throws IOException {
        try (ServerSocket one = server("one");
                ServerSocket two = server("two");
                Relay relay = Relay.open(0, "test", () -> List.of(address(one), address(two)))) {
            String large = "x".repeat(300_000);

            assertThat(List.of(ask(relay, "a"), ask(relay, "b"), ask(relay, large)))
                    .containsExactly("one:a", "two:b", "one:" + large);
        }
    }

    @Test
    void an_address_that_refuses_is_passed_over() throws IOException {
        ServerSocket gone = server("gone");
        gone.close();
        try (ServerSocket two = server("two");
                Relay relay = Relay.open(0, "test", () -> List.of(address(gone), address(two)))) {
            assertThat(List.of(ask(relay, "a"), ask(relay, "b"))).containsExactly("two:a", "two:b");
        }
    }

    @Test
    void closing_ends_connections_that_are_open() throws IOException {
        try (ServerSocket one = server("one");
                Relay relay = Relay.open(0, "test", () -> List.of(address(one)));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
            relay.close();

            assertThat(ended(socket)).isTrue();
            assertThatThrownBy(() -> ask(relay, "a")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_taken_port_is_a_sentence() throws IOException {
        try (ServerSocket one = server("one")) {
            assertThatThrownBy(() -> Relay.open(one.getLocalPort(), "client", List::of))
                    .isInstanceOf(WorldException.class)
                    .hasMessageContaining("Port " + one.getLocalPort())
                    .hasMessageContaining("client");
        }
    }
}
