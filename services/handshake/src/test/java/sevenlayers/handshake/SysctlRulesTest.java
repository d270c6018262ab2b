package sevenlayers.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.tcp.EcnUse;
import sevenlayers.handshake.tcp.TcpSettings;

class SysctlRulesTest {
    private static TcpSettings read(Map<String, String> said) {
        Violations violations = new Violations();
        TcpSettings.Builder made = TcpSettings.linux().with();
        new SysctlRules(violations).read("sysctls", said, made);
        violations.throwIfAny();
        return made.build();
    }

    @Test
    void names_and_units_are_linuxs() {
        TcpSettings settings = read(Map.of(
                "net.ipv4.tcp_sack", "0",
                "net.ipv4.tcp_syn_retries", "3",
                "net.ipv4.tcp_fin_timeout", "30",
                "net.ipv4.tcp_rto_min_us", "50000",
                "net.ipv4.tcp_congestion_control", "reno",
                "net.ipv4.tcp_wmem", "4096 16384 4194304"));
        assertThat(settings.sack()).isFalse();
        assertThat(settings.synRetries()).isEqualTo(3);
        assertThat(settings.finWait2TimeoutNanos()).isEqualTo(30_000_000_000L);
        assertThat(settings.minimumRtoNanos()).isEqualTo(50_000_000);
        assertThat(settings.congestionControl()).isEqualTo("reno");
        assertThat(settings.sendBufferBytes()).isEqualTo(16_384);
    }

    @ParameterizedTest
    @CsvSource({"0, OFF", "1, ASKS", "2, ANSWERS"})
    void ecn_is_off_asked_for_or_only_agreed_to(String value, EcnUse use) {
        assertThat(read(Map.of("net.ipv4.tcp_ecn", value)).ecn()).isEqualTo(use);
    }

    @Test
    void what_a_host_always_does_may_be_said() {
        assertThat(read(Map.of("net.ipv4.tcp_dsack", "1", "net.ipv4.tcp_syncookies", "0")))
                .isEqualTo(TcpSettings.linux());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            net.ipv4.tcp_sak         | 1     | 'net.ipv4.tcp_sak' is not known; the nearest is net.ipv4.tcp_sack;
            tcp_timestamps           | 1     | the nearest is net.ipv4.tcp_timestamps;
            net.ipv4.tcp_dsack       | 0     | '0' is not known; allowed: 1
            net.ipv4.tcp_sack        | yes   | 'yes' is not known; allowed: 0, 1
            net.ipv4.tcp_ecn         | 3     | '3' is not known; allowed: 0, 1, 2
            net.ipv4.tcp_fin_timeout | soon  | 'soon' is no number; allowed: 1 to 3600
            net.ipv4.tcp_syn_retries | 900   | 900 is out of range; allowed: 1 to 127
            net.ipv4.tcp_rmem        | 4096  | '4096'; allowed: three numbers of bytes
            """)
    void what_is_wrong_is_refused_with_what_is_allowed(String name, String value, String sentence) {
        assertThatThrownBy(() -> read(Map.of(name, value))).hasMessageContaining(sentence);
    }

    @Test
    void a_name_without_an_end_is_refused_like_any_other() {
        assertThatThrownBy(() -> read(Map.of("x".repeat(100_000), "1"))).hasMessageContaining("is not known");
        assertThatThrownBy(() -> read(Map.of("", "1"))).hasMessageContaining("is not known");
    }
}
