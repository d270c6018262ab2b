package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;

class BalancerSettingsTest {
    @Test
    void whatIsNotSaidIsAsUsual() {
        BalancerSettings settings = from(Map.of());
        assertThat(settings.policy()).isEqualTo(Policies.complete(PolicySpec.of("round_robin")));
        assertThat(settings.backends().text()).isEqualTo("node:9000");
    }

    @Test
    void thePolicyOfTheStartIsNamed() {
        assertThat(from(Map.of("lab.policy", " maglev ")).policy())
                .isEqualTo(Policies.complete(PolicySpec.of("maglev")));
    }

    @ParameterizedTest
    @CsvSource({
        "lab.policy, best, 'LAB_POLICY is ''best''; allowed: round_robin,'",
        "lab.backends, node, LAB_BACKENDS: ",
        "lab.l4-port, 65536, 'LAB_L4_PORT is ''65536''; allowed: 0 to 65535'"
    })
    void whatCannotBeReadSaysWhatIsAllowed(String name, String value, String sentence) {
        assertThatThrownBy(() -> from(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    private static BalancerSettings from(Map<String, String> said) {
        return BalancerSettings.from(Optional.empty(), name -> Optional.ofNullable(said.get(name)));
    }
}
