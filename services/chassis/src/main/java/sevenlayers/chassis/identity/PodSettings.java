package sevenlayers.chassis.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import sevenlayers.chassis.v1.World;

/**
 * What a pod is told: the table "What a pod is told" in docs/architecture.md, typed. Environment variables have the same names in
 * capitals: {@code lab.pod} is {@code LAB_POD}.
 *
 * @param pod {@code lab.pod}: the pod's name, {@code node-2}
 * @param service the service when the pod's name is not said: {@code quarkus.application.name}
 * @param world {@code lab.world}
 * @param node {@code lab.node}: the machine under the pod
 * @param address {@code lab.address}: listen on it and dial from it; not said: listen on all, dial from any
 * @param port {@code lab.port}: the gRPC port, 0 to 65535
 * @param podHost {@code lab.pod-host}: how a pod's name becomes a host name
 * @param hosts {@code lab.hosts}: the host names that belong to the lab
 * @param names {@code lab.names}: a file of names with ports
 * @param drainAccept {@code lab.drain.accept}: how long a draining pod goes on accepting, ISO-8601
 * @param drainFinish {@code lab.drain.finish}: how long calls then have to end, ISO-8601
 */
public record PodSettings(
        Optional<String> pod,
        String service,
        World world,
        Optional<String> node,
        Optional<InetAddress> address,
        int port,
        String podHost,
        List<String> hosts,
        Optional<Path> names,
        Duration drainAccept,
        Duration drainFinish) {

    /** Settings of a pod that was told nothing. */
    public static PodSettings defaults() {
        return from(_ -> Optional.empty());
    }

    /**
     * Reads the settings; blank is the same as not said.
     *
     * @param setting the value of a property, {@code lab.port}
     * @throws IllegalArgumentException a value cannot be read; the message names the variable and what is allowed
     */
    public static PodSettings from(Function<String, Optional<String>> setting) {
        Function<String, Optional<String>> said =
                name -> setting.apply(name).map(String::strip).filter(v -> !v.isEmpty());
        return new PodSettings(
                said.apply("lab.pod"),
                said.apply("quarkus.application.name").orElse("pod"),
                world(said.apply("lab.world").orElse("processes")),
                said.apply("lab.node"),
                said.apply("lab.address").map(PodSettings::address),
                port(said.apply("lab.port").orElse("9000")),
                said.apply("lab.pod-host").orElse("{pod}"),
                Arrays.stream(said.apply("lab.hosts")
                                .orElse("node,node-vip,client,balancer,handshake,crypto,dns")
                                .split(","))
                        .map(String::strip)
                        .filter(host -> !host.isEmpty())
                        .toList(),
                said.apply("lab.names").map(Path::of),
                duration("LAB_DRAIN_ACCEPT", said.apply("lab.drain.accept").orElse("PT2S")),
                duration("LAB_DRAIN_FINISH", said.apply("lab.drain.finish").orElse("PT25S")));
    }

    private static World world(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "processes" -> World.WORLD_PROCESSES;
            case "containers" -> World.WORLD_CONTAINERS;
            case "cluster" -> World.WORLD_CLUSTER;
            default ->
                throw new IllegalArgumentException(
                        "LAB_WORLD is '" + value + "'; allowed: processes, containers, cluster");
        };
    }

    private static InetAddress address(String value) {
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "LAB_ADDRESS is '" + value + "'; allowed: an IP address of this machine", e);
        }
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException("LAB_PORT is '" + value + "'; allowed: 0 to 65535");
    }

    private static Duration duration(String variable, String value) {
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (java.time.format.DateTimeParseException _) {
            // Said below.
        }
        throw new IllegalArgumentException(variable + " is '" + value
                + "'; allowed: a duration in ISO-8601 that is not negative, for instance PT2S");
    }
}
