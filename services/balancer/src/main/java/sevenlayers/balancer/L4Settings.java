package sevenlayers.balancer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import sevenlayers.balancer.l4.Limits;
import sevenlayers.balancer.l4.ProxyProtocol;
import sevenlayers.balancer.l4.ProxyProtocol.Out;

/**
 * What the L4 door lets connections do.
 *
 * @param limits {@code LAB_L4_IDLE_SECONDS}, 1 to 604,800 (a week); {@code LAB_L4_CONNECTIONS}, 1 to 1,000,000
 * @param proxyProtocol {@code LAB_PROXY_PROTOCOL_IN}, {@code off} or {@code required}; {@code LAB_PROXY_PROTOCOL_OUT}, {@code off},
 *     {@code v1} or {@code v2}
 */
record L4Settings(Limits limits, ProxyProtocol proxyProtocol) {
    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException a value cannot be read; the message says what is allowed
     */
    static L4Settings from(Function<String, Optional<String>> setting) {
        Limits standard = Limits.DEFAULT;
        return new L4Settings(
                new Limits(
                        standard.connectTimeout(),
                        setting.apply("lab.l4-idle-seconds")
                                .map(text -> Duration.ofSeconds(number("LAB_L4_IDLE_SECONDS", text, 604_800)))
                                .orElse(standard.idle()),
                        setting.apply("lab.l4-connections")
                                .map(text -> number("LAB_L4_CONNECTIONS", text, 1_000_000))
                                .orElse(standard.connections())),
                new ProxyProtocol(
                        required(setting.apply("lab.proxy-protocol-in").orElse("off")),
                        out(setting.apply("lab.proxy-protocol-out").orElse("off"))));
    }

    private static int number(String variable, String text, int most) {
        String digits = text.strip();
        int number = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(variable + " is '" + text + "'; allowed: 1 to " + most);
        }
        return number;
    }

    private static boolean required(String text) {
        return switch (text.strip()) {
            case "off" -> false;
            case "required" -> true;
            default ->
                throw new IllegalArgumentException("LAB_PROXY_PROTOCOL_IN is '" + text + "'; allowed: off, required");
        };
    }

    private static Out out(String text) {
        return switch (text.strip()) {
            case "off" -> Out.OFF;
            case "v1" -> Out.V1;
            case "v2" -> Out.V2;
            default ->
                throw new IllegalArgumentException("LAB_PROXY_PROTOCOL_OUT is '" + text + "'; allowed: off, v1, v2");
        };
    }
}
