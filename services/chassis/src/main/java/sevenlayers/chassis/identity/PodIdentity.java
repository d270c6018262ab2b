package sevenlayers.chassis.identity;

import com.google.protobuf.Timestamp;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sevenlayers.chassis.v1.Pod;
import sevenlayers.chassis.v1.World;

/**
 * Who this pod is.
 *
 * @param name unique in the lab, {@code node-2}
 * @param service the service that it is an instance of, {@code node}
 * @param world the kind of place it runs in
 * @param node the machine under it
 * @param addresses its own addresses
 * @param startedAt when the process started
 */
public record PodIdentity(
        String name, String service, World world, String node, List<InetAddress> addresses, Instant startedAt) {

    public PodIdentity {
        addresses = List.copyOf(addresses);
    }

    /** Works out who this pod is from what it was told and, where that is silent, from the machine. */
    public static PodIdentity of(PodSettings settings) {
        List<InetAddress> addresses = settings.address().map(List::of).orElseGet(OwnMachine::addresses);
        String name = settings.pod()
                .or(() -> settings.world() == World.WORLD_CONTAINERS
                        ? ContainerName.find(addresses, ReverseDns::lookUp)
                        : Optional.empty())
                .orElse(settings.service() + "-1");
        return new PodIdentity(
                name,
                serviceOf(name),
                settings.world(),
                settings.node().orElseGet(OwnMachine::hostName),
                addresses,
                ProcessHandle.current().info().startInstant().orElseGet(Instant::now));
    }

    /** The service in a pod's name: {@code node} in {@code node-2}; a name without a number is its own service. */
    public static String serviceOf(String pod) {
        return pod.replaceFirst("-\\d+$", "");
    }

    /** The pod's name in a host name that a network gave it: {@code node-2} in {@code seven-layers-node-2.seven-layers_lab}. */
    public static Optional<String> podIn(String hostName) {
        return ContainerName.podIn(hostName);
    }

    /** As the contract says it. */
    public Pod toProto() {
        return Pod.newBuilder()
                .setName(name)
                .setService(service)
                .setWorld(world)
                .setNode(node)
                .addAllAddresses(
                        addresses.stream().map(InetAddress::getHostAddress).toList())
                .setStartedAt(Timestamp.newBuilder()
                        .setSeconds(startedAt.getEpochSecond())
                        .setNanos(startedAt.getNano()))
                .setCores(Runtime.getRuntime().availableProcessors())
                .build();
    }
}
