package sevenlayers.labs.world.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortHolderTest {

    /** As machines of little-endian byte order write them: all that we run on. */
    @ParameterizedTest
    @CsvSource({
        "0100007F:2328, 127.0.0.1, true",
        "0B15007F:2328, 127.0.21.11, true",
        "0B15007F:2328, 127.0.21.12, false",
        "0B15007F:2329, 127.0.21.11, false",
        "00000000:2328, 127.0.21.11, true",
        "0000000000000000FFFF00000B15007F:2328, 127.0.21.11, true",
        "00000000000000000000000000000000:2328, 127.0.21.11, true",
        "local_address, 127.0.21.11, false",
    })
    void a_socket_covers_the_address_that_it_is_bound_to(String local, String address, boolean covers) {
        assertThat(PortHolder.covers(local, address, 9000)).isEqualTo(covers);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void who_holds_the_same_port_of_another_address_is_not_in_the_way() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = socket.getLocalPort();
            assertThat(PortHolder.of("127.0.0.1", port))
                    .hasValueSatisfying(holder -> assertThat(holder)
                            .contains("(pid " + ProcessHandle.current().pid() + ")"));
            assertThat(PortHolder.of("127.0.0.2", port)).isEmpty();
            assertThat(PortHolder.sentence("127.0.0.1", port, "the front door of node"))
                    .contains("Port " + port, "the front door of node", "taken by", "LAB_OFFSET=", "./lab up");
        }
    }
}
