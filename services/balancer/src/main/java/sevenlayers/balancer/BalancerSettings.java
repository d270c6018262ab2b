package sevenlayers.balancer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Source;
import sevenlayers.balancer.l7.Tls;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;

/**
 * What the balancer is told besides what every pod is told.
 *
 * @param address {@code LAB_ADDRESS}: listen on it and dial from it; not said: listen on all, dial from any
 * @param l4Port {@code LAB_L4_PORT}, 0 to 65,535; 0: any free one
 * @param l7Port {@code LAB_L7_PORT}, likewise
 * @param l4 what the L4 door lets connections do
 * @param backends {@code LAB_BACKENDS}
 * @param policy {@code LAB_POLICY}: the name of a policy, with which both listeners begin
 * @param tls {@code LAB_TLS_CERTIFICATE} and {@code LAB_TLS_KEY}, PEM files: the L7 door speaks TLS, too
 */
record BalancerSettings(
        Optional<InetAddress> address,
        int l4Port,
        int l7Port,
        L4Settings l4,
        Source backends,
        PolicySpec policy,
        Optional<Tls> tls) {
    /** Time between two look-ups of a name. */
    static final Duration LOOKUP_INTERVAL = Duration.ofSeconds(1);

    /**
     * Reads the settings.
     *
     * @param setting the value of a property, {@code lab.l4-port}
     * @throws IllegalArgumentException a value cannot be read; the message says what is allowed
     */
    static BalancerSettings from(Optional<InetAddress> address, Function<String, Optional<String>> setting) {
        return new BalancerSettings(
                address,
                port("LAB_L4_PORT", setting.apply("lab.l4-port").orElse("9100")),
                port("LAB_L7_PORT", setting.apply("lab.l7-port").orElse("9200")),
                L4Settings.from(setting),
                source(setting.apply("lab.backends").orElse("node:9000")),
                policy(setting.apply("lab.policy").orElse("round_robin")),
                tls(setting.apply("lab.tls-certificate"), setting.apply("lab.tls-key")));
    }

    InetSocketAddress listenAt(int port) {
        return address.map(a -> new InetSocketAddress(a, port)).orElseGet(() -> new InetSocketAddress(port));
    }

    @Nullable
    InetSocketAddress dialFrom() {
        return address.map(a -> new InetSocketAddress(a, 0)).orElse(null);
    }

    private static Source source(String text) {
        try {
            return Source.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("LAB_BACKENDS: " + e.getMessage(), e);
        }
    }

    private static Optional<Tls> tls(Optional<String> certificate, Optional<String> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "LAB_TLS_CERTIFICATE and LAB_TLS_KEY belong together: give both, for TLS on the L7 door, or neither");
        }
        try {
            return certificate.map(file -> Tls.of(Path.of(file), Path.of(key.orElseThrow())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("LAB_TLS_CERTIFICATE, LAB_TLS_KEY: " + e.getMessage(), e);
        }
    }

    private static PolicySpec policy(String name) {
        PolicySpec named = PolicySpec.of(name.strip());
        if (!Policies.names().contains(named.name())) {
            throw new IllegalArgumentException(
                    "LAB_POLICY is '" + name + "'; allowed: " + String.join(", ", Policies.names()));
        }
        return Policies.complete(named);
    }

    private static int port(String variable, String text) {
        String digits = text.strip();
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : -1;
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(variable + " is '" + text + "'; allowed: 0 to 65535");
        }
        return port;
    }
}
