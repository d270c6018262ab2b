package sevenlayers.labs.world.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.labs.world.WorldException;

@Timeout(30)
class UdpRelayTest {

    /** Answers each datagram with its name, the port that it came from, and what was in it. */
    private static DatagramSocket server(String name) throws IOException {
        DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            byte[] buffer = new byte[65_535];
            while (!server.isClosed()) {
                try {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    server.receive(packet);
                    byte[] answer =
                            (name + ":" + packet.getPort() + ":" + text(packet)).getBytes(StandardCharsets.UTF_8);
                    server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                } catch (IOException _) {
                    // Closed.
                }
            }
        });
        return server;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static InetSocketAddress address(DatagramSocket server) {
        return new InetSocketAddress(server.getLocalAddress(), server.getLocalPort());
    }

    private static DatagramSocket caller() throws IOException {
        DatagramSocket caller = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        caller.setSoTimeout(5_000);
        return caller;
    }

    private static String ask(DatagramSocket caller, UdpRelay relay, String question) throws IOException {
        byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
        caller.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), relay.port()));
        DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
        caller.receive(answer);
        return text(answer);
    }

    @Test
    void callers_take_turns_and_each_stays_where_it_is_and_hears_only_its_own() throws IOException {
        try (DatagramSocket one = server("one");
                DatagramSocket two = server("two");
                DatagramSocket first = caller();
                DatagramSocket second = caller();
                UdpRelay relay = UdpRelay.open(0, "test", () -> List.of(address(one), address(two)))) {
            String large = "x".repeat(60_000);

            assertThat(ask(first, relay, "a")).startsWith("one:").endsWith(":a");
            assertThat(ask(second, relay, "b")).startsWith("two:").endsWith(":b");
            assertThat(ask(first, relay, large)).startsWith("one:").endsWith(large);
            assertThat(ask(second, relay, "c")).startsWith("two:").endsWith(":c");
        }
    }

    @Test
    void a_caller_moves_on_when_its_pod_is_no_longer_there() throws IOException {
        try (DatagramSocket one = server("one");
                DatagramSocket two = server("two");
                DatagramSocket caller = caller()) {
            List<InetSocketAddress> ready = new CopyOnWriteArrayList<>(List.of(address(one)));
            try (UdpRelay relay = UdpRelay.open(0, "test", () -> ready)) {
                assertThat(ask(caller, relay, "a")).startsWith("one:");
                ready.set(0, address(two));
                assertThat(ask(caller, relay, "b")).startsWith("two:");
            }
        }
    }

    @Test
    void a_port_where_nobody_listens_is_tried_once() throws IOException {
        DatagramSocket gone = server("gone");
        InetSocketAddress nobody = address(gone);
        gone.close();
        try (DatagramSocket two = server("two");
                DatagramSocket caller = caller();
                UdpRelay relay = UdpRelay.open(0, "test", () -> List.of(nobody, address(two)))) {
            caller.setSoTimeout(300); // loopback's ICMP is there at once; the first question is lost, as datagrams are
            String answer = "";
            for (int i = 0; i < 10 && answer.isEmpty(); i++) {
                try {
                    answer = ask(caller, relay, "a");
                } catch (SocketTimeoutException _) {
                    // Asked again.
                }
            }
            assertThat(answer).startsWith("two:");
        }
    }

    @Test
    void a_caller_that_is_silent_is_forgotten_and_gets_another_socket() throws IOException {
        try (DatagramSocket one = server("one");
                DatagramSocket caller = caller();
                UdpRelay relay = UdpRelay.open(0, "test", () -> List.of(address(one)), Duration.ofMillis(50))) {
            String first = ask(caller, relay, "a");
            List<String> later = new ArrayList<>();
            while (later.isEmpty() || later.getLast().equals(first)) {
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                later.add(ask(caller, relay, "a"));
            }
            assertThat(later.getLast()).startsWith("one:");
        }
    }

    @Test
    void closing_gives_the_port_back_and_a_taken_one_is_a_sentence() throws IOException {
        UdpRelay relay = UdpRelay.open(0, "test", List::of);
        int port = relay.port();
        assertThatThrownBy(() -> UdpRelay.open(port, "dns's resolver", List::of))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("Port " + port)
                .hasMessageContaining("dns's resolver for UDP");
        relay.close();
        UdpRelay.open(port, "test", List::of).close();
    }
}
