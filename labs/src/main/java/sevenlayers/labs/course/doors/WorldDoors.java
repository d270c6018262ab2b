package sevenlayers.labs.course.doors;

import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.labs.world.Nearest;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.World;

/** The front doors that a running world names. */
public final class WorldDoors implements Doors {

    private final World world;
    private final Map<String, ManagedChannel> channels = new HashMap<>();

    public WorldDoors(World world) {
        this.world = world;
    }

    @Override
    public synchronized Channel channel(String service) {
        ManagedChannel open = channels.get(service);
        if (open == null) {
            open = Grpc.newChannelBuilder(address(service), InsecureChannelCredentials.create())
                    .maxInboundMessageSize(16 << 20)
                    .build();
            channels.put(service, open);
        }
        return open;
    }

    @Override
    public String address(String service) {
        List<ServiceStatus> services = world.services();
        return services.stream()
                .filter(status ->
                        status.name().equals(service) && !status.door().isEmpty())
                .map(ServiceStatus::door)
                .findFirst()
                .orElseThrow(() -> unknown(service, services));
    }

    private static DoorProblem unknown(String service, List<ServiceStatus> services) {
        List<String> names = services.stream().map(ServiceStatus::name).toList();
        return new DoorProblem(
                Status.Code.NOT_FOUND,
                "This world has no service '" + service + "'; it has " + String.join(", ", names) + "."
                        + Nearest.hint(service, names));
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
    }
}
