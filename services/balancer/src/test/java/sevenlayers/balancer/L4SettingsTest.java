package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.l4.Limits;
import sevenlayers.balancer.l4.ProxyProtocol;
import sevenlayers.balancer.l4.ProxyProtocol.Out;

class L4SettingsTest {
    @Test
    void whatIsNotSaidIsAsUsual() {
        assertThat(from(Map.of())).isEqualTo(new L4Settings(Limits.DEFAULT, ProxyProtocol.OFF));
    }

    @Test
    void whatIsSaidCounts() {
        L4Settings settings = from(Map.of(
                "lab.l4-idle-seconds", "90",
                "lab.l4-connections", "17",
                "lab.proxy-protocol-in", "required",
                "lab.proxy-protocol-out", "v2"));
        assertThat(settings.limits().idle()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.limits().connections()).isEqualTo(17);
        assertThat(settings.proxyProtocol()).isEqualTo(new ProxyProtocol(true, Out.V2));
    }

    @ParameterizedTest
    @CsvSource({
        "lab.l4-idle-seconds, 0, LAB_L4_IDLE_SECONDS is '0'; allowed: 1 to 604800",
        "lab.l4-idle-seconds, 1h, LAB_L4_IDLE_SECONDS is '1h'; allowed: 1 to 604800",
        "lab.l4-connections, -1, LAB_L4_CONNECTIONS is '-1'; allowed: 1 to 1000000",
        "lab.l4-connections, 99999999999, LAB_L4_CONNECTIONS is '99999999999'; allowed: 1 to 1000000",
        "lab.proxy-protocol-in, optional, 'LAB_PROXY_PROTOCOL_IN is ''optional''; allowed: off, required'",
        "lab.proxy-protocol-out, v3, 'LAB_PROXY_PROTOCOL_OUT is ''v3''; allowed: off, v1, v2'",
    })
    void whatCannotBeIsRefusedWithWhatIsAllowed(String name, String value, String message) {
        assertThatThrownBy(() -> from(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static L4Settings from(Map<String, String> settings) {
        return L4Settings.from(name -> Optional.ofNullable(settings.get(name)));
    }
}
