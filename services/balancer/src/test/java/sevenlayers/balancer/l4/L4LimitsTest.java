package sevenlayers.balancer.l4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Backend;
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
