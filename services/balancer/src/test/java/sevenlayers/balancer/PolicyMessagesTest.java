package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.balancer.policy.HashKey;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.v1.Policy;
import sevenlayers.chassis.errors.Violations;

class PolicyMessagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: 'round_robin' | name: 'round_robin'",
                "name: 'ip_hash' | name: 'ip_hash' key { client_address: true }",
                "name: 'maglev' key { header: 'x-s' } | name: 'maglev' key { header: 'x-s' } table_size: 65537",
                "name: 'ring_hash' | name: 'ring_hash' key { client_address: true } table_size: 1024",
                "name: 'ring_hash' points_per_backend: 40 key { path: true }"
                        + "| name: 'ring_hash' points_per_backend: 40 key { path: true }",
                "name: 'bounded_loads' table_size: 7"
                        + "| name: 'bounded_loads' key { client_address: true } table_size: 7 load_percent: 125",
                "name: 'power_of_two_choices' choices: 3"
                        + "| name: 'power_of_two_choices' choices: 3 with_replacement: false",
                "name: 'least_response_time'"
                        + "| name: 'least_response_time' measure: LATENCY_MEASURE_FIRST_RESPONSE decay_millis: 10000",
                "name: 'least_response_time' measure: LATENCY_MEASURE_WHOLE_CALL decay_millis: 1"
                        + "| name: 'least_response_time' measure: LATENCY_MEASURE_WHOLE_CALL decay_millis: 1"
            })
    void whatWasNotSaidIsFilledInAndComesBack(String said, String complete) {
        PolicySpec spec = read(said);
        assertThat(PolicyMessages.message(spec)).isEqualTo(parse(complete));
        assertThat(read(complete)).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: 'fastest' | settings.policy.name: 'fastest' is not known; allowed: round_robin, smooth_weighted",
                "name: '' | settings.policy.name: '' is not known; allowed: round_robin, smooth_weighted",
                "name: 'maglev' table_size: 65536 | settings.policy.table_size: 65,536 is not a prime; the nearest are 65,521 and"
                        + " 65,537",
                "name: 'maglev' table_size: 7 | settings.policy.table_size: 7 is less than the 9 backends; allowed: as many at least",
                "name: 'random' choices: 3 | settings.policy.choices: means nothing to random; it is for power_of_two_choices",
                "name: 'ip_hash' key { client_address: false } | settings.policy.key.client_address: false means nothing;",
                "name: 'ip_hash' key { path: false } | settings.policy.key.path: false means nothing; allowed: true",
                "name: 'ip_hash' key { header: 'X' } | settings.policy.key: not the name of a header; allowed: 1 to 64",
                "name: 'least_response_time' measure: 7 | settings.policy.measure: not a measure; allowed: LATENCY_MEASURE_FIRST"
            })
    void saysWhichFieldIsWrong(String said, String sentence) {
        Violations violations = new Violations();
        PolicyMessages.spec(parse(said), "settings.policy", 9, violations);
        assertThatThrownBy(violations::throwIfAny).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"header: 'x-session'", "path: true"})
    void aConnectionHasNoHeaderAndNoPath(String key) {
        Violations violations = new Violations();
        PolicyMessages.checkForL4(read("name: 'maglev' key { " + key + " }"), "settings.policy", violations);
        assertThatThrownBy(violations::throwIfAny)
                .hasMessageContaining("settings.policy.key: L4 sees connections, and no headers or paths inside them");
    }

    @Test
    void aConnectionHasAClient() {
        Violations violations = new Violations();
        PolicySpec spec = read("name: 'maglev'");
        PolicyMessages.checkForL4(spec, "settings.policy", violations);
        assertThat(violations.none()).isTrue();
        assertThat(spec.key()).contains(new HashKey.ClientAddress());
    }

    private static PolicySpec read(String text) {
        Violations violations = new Violations();
        PolicySpec spec = PolicyMessages.spec(parse(text), "policy", 0, violations);
        violations.throwIfAny();
        return spec;
    }

    private static Policy parse(String text) {
        try {
            return TextFormat.parse(text, Policy.class);
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
