package sevenlayers.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerNameTest {
    @ParameterizedTest
    @CsvSource({
        "seven-layers-node-2.seven-layers_lab, node-2",
        "seven_layers_node_2.seven_layers_lab, node-2",
        "my-lab-client-1, client-1",
        "node-12, node-12",
        "node-1.a-2, node-1",
    })
    void the_last_service_with_a_number_names_the_pod(String container, String pod) {
        assertThat(ContainerName.podIn(container)).contains(pod);
    }

    @ParameterizedTest
    @CsvSource({"a3d69ac3ba65", "172.19.0.2", "node", "localhost", "web-"})
    void a_name_without_a_number_names_no_pod(String container) {
        assertThat(ContainerName.podIn(container)).isEmpty();
    }

    @Test
    void loopback_is_not_asked_and_an_address_without_a_name_is_passed_over() throws Exception {
        List<InetAddress> addresses = List.of(
                InetAddress.getByName("127.0.0.1"),
                InetAddress.getByName("10.0.0.1"),
                InetAddress.getByName("172.19.0.2"));

        assertThat(ContainerName.find(addresses, address -> switch (address.getHostAddress()) {
                    case "127.0.0.1" -> Optional.of("wrong-1");
                    case "172.19.0.2" -> Optional.of("seven-layers-node-3.seven-layers_lab");
                    default -> Optional.empty();
                }))
                .contains("node-3");
    }

    @Test
    void a_reverse_look_up_asks_for_the_octets_in_reverse_order() throws Exception {
        assertThat(ReverseDns.arpa(InetAddress.getByName("172.19.0.200"))).isEqualTo("200.0.19.172.in-addr.arpa");
    }
}
