package sevenlayers.client.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a set of channels is opened with.
 *
 * @param target        whom to call, in canonical form
 * @param policy        how a channel picks a connection
 * @param channels      how many channels, at least 1
 * @param serviceConfig grpc-java's service config as JSON values; empty for none
 * @param keepalive     HTTP/2 pings, if any
 */
public record ChannelSettings(
        Target target, Policy policy, int channels, Map<String, ?> serviceConfig, Optional<Keepalive> keepalive) {

    /** HTTP/2 pings that find out whether an idle connection still lives. */
    public record Keepalive(Duration time, Duration timeout, boolean withoutCalls) {}

    /** The settings that differ, in words: {@code policy is pick_first, not round_robin}. */
    public List<String> differencesFrom(ChannelSettings other) {
        List<String> differences = new ArrayList<>();
        compare(differences, "target", target.authority(), other.target.authority());
        compare(differences, "policy", policy.grpcName(), other.policy.grpcName());
        compare(differences, "channels", channels, other.channels);
        compare(differences, "service_config", serviceConfig, other.serviceConfig);
        compare(differences, "keepalive", keepalive, other.keepalive);
        return differences;
    }

    private static void compare(List<String> differences, String name, Object is, Object other) {
        if (!Objects.equals(is, other)) {
            differences.add(name + " is " + inWords(is) + ", not " + inWords(other));
        }
    }

    private static Object inWords(Object value) {
        return value instanceof Optional<?> optional && optional.isEmpty() ? "none" : value;
    }
}
