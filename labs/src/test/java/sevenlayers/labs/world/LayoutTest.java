package sevenlayers.labs.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private static final Map<String, String> MANY = Map.of("LAB_ONE_LOOPBACK", "0");

    private final Layout layout = Layout.of(MANY);

    @Test
    void doors_and_addresses_are_those_of_the_plan() {
        assertThat(layout.door("node")).isEqualTo(9006);
        assertThat(layout.agentPort()).isEqualTo(9007);
        assertThat(layout.doors().keySet()).contains(9004, 9005, 9006, 9007, 9100, 9200, 9002, 9003, 5300);
        assertThat(layout.podAddress(service("node"), 2)).isEqualTo("127.0.0.12");
        assertThat(layout.podAddress(service("balancer"), 1)).isEqualTo("127.0.0.104");
        assertThat(layout.podAddress(service("client"), 2)).isEqualTo("127.0.0.115");
        assertThat(layout.podAddress(service("dns"), 1)).isEqualTo("127.0.0.103");
        assertThat(layout.treeNetwork(1)).isEqualTo("127.53.0");
        assertThat(layout.also(service("balancer"))).containsExactly("L4 on 9100", "L7 on 9200");
    }

    @Test
    void an_offset_moves_all_doors_and_addresses() {
        Layout moved = Layout.of(Map.of("LAB_OFFSET", "3", "LAB_ONE_LOOPBACK", "0"));
        assertThat(moved.doors().keySet()).contains(9034, 9035, 9036, 9037, 9130, 9230);
        assertThat(moved.podAddress(service("node"), 1)).isEqualTo("127.0.3.11");
        assertThat(moved.elsewhere()).isEqualTo("LAB_OFFSET=4 ./lab up");
    }

    @Test
    void a_pod_listens_on_its_own_ports() {
        assertThat(layout.podPorts(service("node"), 1)).containsExactly(9000, 8080);
        assertThat(layout.podPorts(service("balancer"), 1)).containsExactly(9000, 9100, 9200);
    }

    @Test
    void one_door_can_be_moved() {
        assertThat(Layout.of(Map.of("LAB_DOORS", "node=19006, l4=19100"))
                        .doors()
                        .keySet())
                .contains(19006, 19100, 9005);
    }

    @Test
    void what_is_not_allowed_is_said_with_what_is() {
        assertThatThrownBy(() -> Layout.of(Map.of("LAB_OFFSET", "251")))
                .isInstanceOf(WorldException.class)
                .hasMessage("LAB_OFFSET is \"251\". It must be a whole number from 0 to 250.");
        assertThatThrownBy(() -> Layout.of(Map.of("LAB_OFFSET", "a lot"))).hasMessageContaining("whole number");
        assertThatThrownBy(() -> Layout.of(Map.of("LAB_DOORS", "nodes=1")))
                .hasMessageContaining("one of handshake, crypto, dns, resolver, balancer, l4, l7, client, node,")
                .hasMessageContaining("agent");
        assertThatThrownBy(() -> Layout.of(Map.of("LAB_DOORS", "node=70000"))).hasMessageContaining("from 1 to 65535");
    }

    @Test
    void no_two_pods_share_an_address_and_port_however_many_there_are() {
        for (Layout each : List.of(layout, Layout.of(Map.of("LAB_ONE_LOOPBACK", "1", "LAB_OFFSET", "7")))) {
            Set<String> taken = new HashSet<>();
            for (ServicePlan service : each.services()) {
                for (int number = 1; number <= each.maxReplicas(service); number++) {
                    String address = each.podAddress(service, number) + ":";
                    assertThat(taken.add(address + each.podPort(service, number)))
                            .as("%s-%d", service.name(), number)
                            .isTrue();
                    if (service.name().equals("node")) {
                        assertThat(taken.add(address + each.podHttpPort(service, number)))
                                .isTrue();
                    }
                    for (int server = 0; server < 5 && service.name().equals("dns"); server++) {
                        assertThat(taken.add(
                                        each.oneLoopback()
                                                ? address + (each.treePort(number) + server)
                                                : each.treeNetwork(number) + "." + server + ":5300"))
                                .isTrue();
                    }
                    for (ServicePlan.Extra extra : service.extras()) {
                        assertThat(taken.add(address + each.podPort(service, number, extra)))
                                .as("%s-%d %s", service.name(), number, extra)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void the_nearest_name_is_offered_and_a_far_one_is_not() {
        assertThat(Nearest.to("stats", List.of("status", "stop", "scale"))).contains("status");
        assertThat(Nearest.to("noed-1", List.of("node-1", "node-2", "client-1")))
                .contains("node-1");
        assertThat(Nearest.to("xyzzy", List.of("status", "up"))).isEmpty();
    }

    private ServicePlan service(String name) {
        return layout.service(name).orElseThrow();
    }
}
