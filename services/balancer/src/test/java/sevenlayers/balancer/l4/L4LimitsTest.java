package sevenlayers.balancer.l4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.decision.Decision;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.Tcp;

@Timeout(60)
class L4LimitsTest {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    @Test
    void aPairThatIsIdleTooLongIsClosed() throws Exception {
        try (Doors doors = doors(new Limits(CONNECT, Duration.ofMillis(200), 10));
                ServerSocket server = Tcp.server();
                Socket client = Tcp.dial(to(doors, server));
                Socket upstream = Tcp.accept(server)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
            Await.until(() -> doors.l4.clientConnections() == 0);
        }
    }

    @Test
    void aPairThatIsUsedStays() throws Exception {
        try (Doors doors = doors(new Limits(CONNECT, Duration.ofHours(1), 10));
                ServerSocket server = Tcp.server();
                Socket client = Tcp.dial(to(doors, server));
                Socket upstream = Tcp.accept(server)) {
            client.getOutputStream().write('x');
            assertThat(upstream.getInputStream().read()).isEqualTo('x');
            assertThat(doors.l4.clientConnections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionTooManyIsRefusedAndCounted() throws Exception {
        try (Doors doors = doors(new Limits(CONNECT, Duration.ofHours(1), 2));
                ServerSocket server = Tcp.server();
                Socket first = Tcp.dial(to(doors, server));
                Socket upstream = Tcp.accept(server);
                Socket second = Tcp.dial(doors.l4.address());
                Socket _ = Tcp.accept(server);
                Socket third = Tcp.dial(doors.l4.address())) {
            assertThatThrownBy(() -> third.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(doors.l4.refusedConnections()).isEqualTo(1);
            assertThat(doors.l4.clientConnections()).isEqualTo(2);
            // As one goes, there is room for another.
            first.close();
            upstream.close();
            Await.until(() -> doors.l4.clientConnections() == 1);
            try (Socket fourth = Tcp.dial(doors.l4.address());
                    Socket its = Tcp.accept(server)) {
                its.getOutputStream().write('x');
                assertThat(fourth.getInputStream().read()).isEqualTo('x');
            }
            assertThat(second.isClosed()).isFalse();
        }
    }

    @Test
    void aDecisionIsSeenWhileItsBackendIsStillDialled() throws Exception {
        Limits patient = new Limits(Duration.ofMinutes(1), Duration.ofHours(1), 10);
        try (Doors doors = doors(patient);
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Crowd _ = Crowd.before(full);
                Socket client = Tcp.dial(to(doors, full))) {
            Await.until(() -> !doors.decided().isEmpty());
            Instant seen = Instant.now();
            Decision decision = doors.decided().getFirst();
            assertThat(decision.backend()).isNotNull();
            assertThat(decision.at()).isBefore(seen.minusMillis(150));
            assertThat(client.isConnected()).isTrue();
        }
    }

    /** Connections that nobody accepts: once the queue of a server is full, whoever dials it gets no answer. */
    private record Crowd(List<Socket> waiting) implements AutoCloseable {
        static Crowd before(ServerSocket server) throws IOException {
            Crowd crowd = new Crowd(new ArrayList<>());
            try {
                while (crowd.waiting().size() < 100) {
                    Socket next = new Socket();
                    crowd.waiting().add(next);
                    next.connect(Tcp.address(server), 500);
                }
            } catch (SocketTimeoutException _) {
                return crowd;
            }
            throw new AssertionError("the queue of a server that accepts nobody should have been full, but was not");
        }

        @Override
        public void close() throws IOException {
            for (Socket each : waiting) {
                each.close();
            }
        }
    }

    @Test
    void aBackendKnowsOfEveryConnectionAndHowItWent() throws Exception {
        try (Doors doors = doors(Limits.DEFAULT);
                ServerSocket server = Tcp.server()) {
            Backend backend;
            try (Socket _ = Tcp.dial(to(doors, server));
                    Socket _ = Tcp.accept(server)) {
                backend = doors.l4Backends.snapshot().candidates().getFirst();
                Await.until(() -> backend.succeeded() == 1);
                assertThat(backend.active()).isEqualTo(1);
                assertThat(backend.connections()).isEqualTo(1);
                assertThat(backend.firstResponse().isKnown()).isTrue();
                assertThat(backend.wholeCall().isKnown()).isFalse();
            }
            Await.until(() -> backend.wholeCall().isKnown());
            assertThat(backend.active()).isZero();
            assertThat(backend.connections()).isZero();
            assertThat(backend.failed()).isZero();
            server.close();
            try (Socket client = Tcp.dial(doors.l4.address())) {
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            }
            assertThat(backend.failed()).isEqualTo(1);
            assertThat(backend.failures()).isEqualTo(1);
            assertThat(backend.failedInARow()).isEqualTo(1);
            assertThat(backend.active()).isZero();
        }
    }

    private static Doors doors(Limits limits) {
        return new Doors(limits, ProxyProtocol.OFF);
    }

    private static InetSocketAddress to(Doors doors, ServerSocket server) throws IOException {
        return doors.to(Tcp.address(server)).l4.address();
    }
}
