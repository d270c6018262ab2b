package sevenlayers.chassis.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.chassis.identity.PodSettings;

class LabHostsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void twoNodes() throws Exception {
        file = folder.resolve("names");
        Files.writeString(file, """
                # pods that share one address
                node 127.0.0.1:20011 127.0.0.1:20012

                node-vip 127.0.0.1:20002
                """);
    }

    @Test
    void names_in_the_file_have_its_ports_and_are_read_again_each_time() throws Exception {
        Names names = new Names(Optional.of(file));
        assertThat(names.lookUp("node", 9000))
                .containsExactly(new InetSocketAddress("127.0.0.1", 20011), new InetSocketAddress("127.0.0.1", 20012));

        Files.writeString(file, "node [::1]:20013");
        assertThat(names.lookUp("node", 9000)).containsExactly(new InetSocketAddress("::1", 20013));
    }

    @Test
    void the_pod_at_an_address_is_the_one_that_the_file_says() throws Exception {
        Files.writeString(file, """
                balancer 127.0.0.1:20004
                balancer-1 127.0.0.1:20004
                balancer-1:9200 127.0.0.1:20003
                elsewhere-1 127.0.0.1:20009
                node 127.0.0.1:20011 127.0.0.1:20012
                node-2 127.0.0.1:20012
                """);
        LabHosts hosts = hosts(Map.of("lab.names", file.toString()));

        assertThat(hosts.podAt(new InetSocketAddress("127.0.0.1", 20012))).contains("node-2");
        assertThat(hosts.podAt(new InetSocketAddress("127.0.0.1", 20003))).contains("balancer-1");
        assertThat(hosts.podAt(new InetSocketAddress("127.0.0.1", 20011))).isEmpty();
        assertThat(hosts.podAt(new InetSocketAddress("127.0.0.1", 20009)))
                .as("not the lab's own")
                .isEmpty();
        Files.delete(file);
        assertThat(hosts.podAt(new InetSocketAddress("127.0.0.1", 20012))).isEmpty();
    }

    @Test
    void a_name_with_the_port_asked_for_goes_before_the_name_alone() throws Exception {
        Files.writeString(file, "balancer 127.0.0.1:20004\nbalancer:9200 127.0.0.1:20003\n");
        Names names = new Names(Optional.of(file));

        assertThat(names.lookUp("balancer", 9200)).containsExactly(new InetSocketAddress("127.0.0.1", 20003));
        assertThat(names.lookUp("balancer", 9000)).containsExactly(new InetSocketAddress("127.0.0.1", 20004));
        LabHosts hosts = hosts(Map.of("lab.names", file.toString()));
        assertThat(hosts.isInside("127.0.0.1", 20003)).isTrue();
    }

    @Test
    void other_names_are_the_systems_with_the_port_asked_for() throws Exception {
        assertThat(new Names(Optional.of(file)).lookUp("127.0.0.9", 9100))
                .containsExactly(new InetSocketAddress("127.0.0.9", 9100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"node 127.0.0.1", "node 127.0.0.1:port", "node 127.0.0.1:99999"})
    void a_file_that_cannot_be_read_is_said_with_its_name(String line) throws Exception {
        Files.writeString(file, line);
        assertThatThrownBy(() -> new Names(Optional.of(file)).lookUp("node", 9000))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "node-vip", "client", "balancer", "node-2", "node-2.node", "client-1"})
    void the_labs_names_and_their_pods_are_inside(String host) {
        assertThat(hosts(Map.of("lab.pod-host", "{pod}.{service}")).isInside(host, 9000))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "node.example.org",
                "node-2.example.org",
                "node-0",
                "db-1",
                "localhost",
                "",
                "node-2.node.evil",
                "8.8.8.8",
                "[2001:db8::1]",
                "999.1.1.1",
                "0x7f000001"
            })
    void everything_else_is_outside(String host) {
        assertThatThrownBy(
                        () -> hosts(Map.of("lab.pod-host", "{pod}.{service}")).requireInside(host, 9000))
                .isInstanceOfSatisfying(StatusRuntimeException.class, denied -> {
                    assertThat(denied.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
                    assertThat(denied.getStatus().getDescription()).contains("allowed: node, node-vip");
                });
    }

    @Test
    void an_address_is_inside_when_one_of_the_names_has_it() {
        LabHosts hosts = hosts(Map.of("lab.hosts", "127.0.0.11,client"));
        assertThat(hosts.isInside("127.0.0.11", 1)).isTrue();
        assertThat(hosts.isInside("127.0.0.12", 1)).isFalse();
    }

    @Test
    void where_pods_share_an_address_the_port_decides() {
        LabHosts hosts = hosts(Map.of("lab.names", file.toString()));
        assertThat(hosts.isInside("127.0.0.1", 20012)).isTrue();
        assertThat(hosts.isInside("127.0.0.1", 22)).isFalse();
    }

    @Test
    void the_pattern_of_containers_lets_their_names_in_and_no_others() {
        LabHosts hosts = hosts(Map.of("lab.pod-host", "seven-layers-{pod}"));

        assertThat(hosts.isInside("seven-layers-node-2", 9000)).isTrue();
        assertThat(hosts.isInside("seven-layers-other-2", 9000)).isFalse();
        assertThat(hosts.isInside("other-node-2", 9000)).isFalse();
        assertThat(hosts.isInside("seven-layers-node-2.example.org", 9000)).isFalse();
    }

    @Test
    void a_pods_host_is_made_from_the_pattern() {
        assertThat(hosts(Map.of("lab.pod-host", "{pod}.{service}")).hostOf("node-2"))
                .isEqualTo("node-2.node");
        assertThat(hosts(Map.of()).hostOf("node-2")).isEqualTo("node-2");
    }

    private static LabHosts hosts(Map<String, String> said) {
        Map<String, String> all = new HashMap<>(Map.of("lab.hosts", "node,node-vip,client,balancer"));
        all.putAll(said);
        PodSettings settings = PodSettings.from(name -> Optional.ofNullable(all.get(name)));
        return new LabHosts(settings, new Names(settings));
    }
}
