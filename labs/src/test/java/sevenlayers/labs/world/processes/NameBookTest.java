package sevenlayers.labs.world.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.world.Layout;

class NameBookTest {

    @TempDir
    private Path state;

    @Test
    void in_the_hosts_file_a_name_has_the_address_of_every_pod_and_node_vip_is_the_balancer() throws Exception {
        Layout layout = Layout.of(Map.of("LAB_ONE_LOOPBACK", "0"));
        NameBook names = new NameBook(layout, state);
        names.write(List.of(pod(layout, "balancer", 1), pod(layout, "node", 1), pod(layout, "node", 2)));
        assertThat(Files.readString(state.resolve("hosts"))).isEqualTo("""
                127.0.0.1 localhost
                127.0.0.104 balancer-1 balancer node-vip
                127.0.0.11 node-1 node
                127.0.0.12 node-2 node
                """);
    }

    @Test
    void where_pods_share_an_address_names_have_ports() throws Exception {
        Layout layout = Layout.of(Map.of("LAB_ONE_LOOPBACK", "1"));
        NameBook names = new NameBook(layout, state);
        names.write(List.of(pod(layout, "balancer", 1), pod(layout, "node", 1), pod(layout, "node", 2)));
        assertThat(Files.readAllLines(state.resolve("names")))
                .contains(
                        "node 127.0.0.1:20011 127.0.0.1:20012",
                        "node-2 127.0.0.1:20012",
                        "node-vip 127.0.0.1:20006",
                        "balancer:9200 127.0.0.1:20007",
                        "balancer 127.0.0.1:20004");
    }

    private static PodId pod(Layout layout, String service, int number) {
        return new PodId(layout.service(service).orElseThrow(), number);
    }
}
