package sevenlayers.labs.world.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Patience;

/** The way to the nodes through kubectl's port-forward: node-1 is forwarded from port 1001, node-2 from 1002. */
@Timeout(60)
class ForwardsTest {

    private static final String READY = "MODIFIED   %s   True   <none>";
    private static final String NOT_READY = "MODIFIED   %s   False   <none>";
    private static final String DRAINING = "MODIFIED   %s   True   2026-01-01T12:00:00Z";
    private static final String DELETED = "DELETED   %s   True   2026-01-01T12:00:00Z";

    @TempDir
    private Path directory;

    private FakeKubectl fake;
    private ReadyPods pods;
    private Forwards nodes;

    @BeforeEach
    void two_nodes_and_a_client() {
        fake = new FakeKubectl(directory);
        fake.write("ports", "node-1 1001\nnode-2 1002\n");
        tell("ADDED   %s   True   <none>", "client-1");
        pods = new ReadyPods(fake.kubectl());
        nodes = new Forwards(fake.kubectl(), pods, "node", List.of(9000));
    }

    @AfterEach
    void end() {
        nodes.close();
        pods.close();
    }

    @Test
    void connections_take_the_way_that_is_open() {
        tell(READY, "node-1");
        tell(READY, "node-2");

        assertThat(port()).isEqualTo(1001);
        assertThat(port()).isEqualTo(1001);
        assertThat(fake.asked("port-forward")).containsExactly("port-forward --address 127.0.0.1 pod/node-1 :9000");
    }

    @Test
    void a_pod_that_drains_keeps_its_connections_and_gets_no_more() {
        tell(READY, "node-1");
        tell(READY, "node-2");
        assertThat(port()).isEqualTo(1001);
        ProcessHandle first = fake.forward("node-1");

        tell(DRAINING, "node-1");
        eventually(() -> port() == 1002);
        assertThat(first.isAlive()).isTrue();

        tell(DELETED, "node-1");
        eventually(() -> port() == 1002 && !first.isAlive());
    }

    @Test
    void when_it_is_ready_again_the_open_way_is_taken_again() {
        tell(READY, "node-1");
        assertThat(port()).isEqualTo(1001);
        tell(NOT_READY, "node-1");
        tell(READY, "node-2");
        eventually(() -> port() == 1002);
        tell(READY, "node-1");
        eventually(() -> port() == 1001);

        assertThat(fake.asked("port-forward")).hasSize(2);
    }

    @Test
    void a_kubectl_that_ended_is_started_again() {
        tell(READY, "node-1");
        assertThat(port()).isEqualTo(1001);
        fake.forward("node-1").destroyForcibly(); // it ends by itself when its pod's container does
        eventually(() -> port() == 1001 && fake.asked("port-forward").size() == 2);

        assertThat(fake.forward("node-1").isAlive()).isTrue();
    }

    @Test
    void a_connection_waits_for_a_pod() throws Exception {
        CompletableFuture<Integer> port = CompletableFuture.supplyAsync(this::port);
        assertThat(port).isNotDone();
        tell(READY, "node-2");

        assertThat(port.get(30, TimeUnit.SECONDS)).isEqualTo(1002);
    }

    @Test
    void a_pod_that_cannot_be_forwarded_to_is_passed_over() {
        fake.write("ports", "node-2 1002\n");
        tell(READY, "node-1");
        tell(READY, "node-2");
        eventually(() -> pods.of("node").size() == 2);

        assertThat(port()).isEqualTo(1002);
    }

    @Test
    void when_there_is_no_way_kubectl_says_why() {
        fake.write("ports", "");
        tell(READY, "node-1");

        assertThatThrownBy(nodes::requireOne)
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("port-forward does not lead to node")
                .hasMessageContaining("unable to forward port because pod is not running");
    }

    @Test
    void closing_ends_kubectl() {
        tell(READY, "node-1");
        assertThat(port()).isEqualTo(1001);
        ProcessHandle forward = fake.forward("node-1");
        nodes.close();

        assertThat(forward.isAlive()).isFalse();
        assertThat(nodes.to(9000)).isEmpty();
    }

    private void tell(String event, String pod) {
        fake.append("watch", event.formatted(pod));
    }

    /** Where a connection goes now; −1: nowhere. */
    private int port() {
        return nodes.to(9000).stream()
                .mapToInt(InetSocketAddress::getPort)
                .findFirst()
                .orElse(-1);
    }

    private static void eventually(BooleanSupplier condition) {
        assertThat(Patience.until(Duration.ofSeconds(30), Duration.ofMillis(50), condition))
                .isTrue();
    }
}
