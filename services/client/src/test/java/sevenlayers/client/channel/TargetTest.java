package sevenlayers.client.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "dns:///node:9000, node:9000",
        "dns:node:9000, node:9000",
        "node-vip:9100, node-vip:9100",
        "127.0.0.11:9000, 127.0.0.11:9000",
        "[::1]:9000, [::1]:9000",
        "node-2, node-2:7",
        "node-2.node.seven-layers.svc:1, node-2.node.seven-layers.svc:1",
    })
    void what_grpc_java_takes_is_read(String text, String authority) {
        assertThat(Target.parse(text, Optional.of(7)).map(Target::authority)).contains(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "node",
                "dns:///node",
                "node:0",
                "node:65536",
                "node:99999",
                "unix:///tmp/s",
                "xds:///node:1",
                "dns://dns:5300/",
                "dns://dns:0/node",
                "dns://dns:5300/node:0",
                "dns://dns:5300/::1",
                "dns://dns:5300/[::1]:80",
                "dns://a/b/c:1",
                "lab://dns/node:1",
                "http://node:9000",
                "node:9000/x",
                "a b:1",
                "node:-1",
                "::1:9000",
                "node:9000\n"
            })
    void what_it_does_not_take_or_we_do_not_allow_is_no_target(String text) {
        assertThat(Target.parse(text, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dns://dns:5300/node.lab:9000, node.lab:9000, dns:5300",
        "dns://dns/node.lab, node.lab, dns:53",
        "dns://[::1]:5300/node.lab., node.lab., [::1]:5300",
    })
    void a_target_may_name_the_server_that_is_asked(String text, String authority, String server) {
        Target target = Target.parse(text, Optional.empty()).orElseThrow();
        assertThat(target.authority()).isEqualTo(authority);
        assertThat(target.server().map(Nameserver::toString)).contains(server);
    }
}
