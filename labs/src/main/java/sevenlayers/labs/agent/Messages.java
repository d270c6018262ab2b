package sevenlayers.labs.agent;

import sevenlayers.chassis.v1.World;
import sevenlayers.lab.v1.PodStatus.State;
import sevenlayers.lab.v1.Service;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.ServiceStatus;
import sevenlayers.labs.world.WorldKind;

/** The lab's own types as messages of the contract. */
public final class Messages {

    private Messages() {}

    public static World world(WorldKind kind) {
        return switch (kind) {
            case PROCESSES -> World.WORLD_PROCESSES;
            case CONTAINERS -> World.WORLD_CONTAINERS;
            case CLUSTER -> World.WORLD_CLUSTER;
        };
    }

    static Service service(ServiceStatus service) {
        return Service.newBuilder()
                .setName(service.name())
                .setDoor(service.door())
                .addAllAlso(service.also())
                .addAllPods(service.pods().stream().map(Messages::pod).toList())
                .build();
    }

    private static sevenlayers.lab.v1.PodStatus pod(PodStatus pod) {
        return sevenlayers.lab.v1.PodStatus.newBuilder()
                .setName(pod.name())
                .setAddress(pod.address())
                .setState(state(pod.state()))
                .setDetail(pod.detail())
                .setMemoryBytes(pod.memoryBytes())
                .build();
    }

    private static State state(PodStatus.State state) {
        return switch (state) {
            case STARTING -> State.STATE_STARTING;
            case READY -> State.STATE_READY;
            case NOT_READY -> State.STATE_NOT_READY;
            case PAUSED -> State.STATE_PAUSED;
            case DEAD -> State.STATE_DEAD;
        };
    }
}
