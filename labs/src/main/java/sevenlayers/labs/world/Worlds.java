package sevenlayers.labs.world;

import java.nio.file.Path;
import sevenlayers.labs.world.cluster.ClusterWorld;
import sevenlayers.labs.world.containers.ContainerWorld;
import sevenlayers.labs.world.processes.ProcessWorld;

/** Opens a world by its kind. */
public final class Worlds {

    private Worlds() {}

    /**
     * Opens a world; its pods are as they were, or not there yet.
     *
     * @param choice which world
     * @param layout where everything stands
     * @param directory the checkout
     * @param state where the checkout's state is kept
     */
    public static World open(WorldChoice choice, Layout layout, Path directory, Path state) {
        return switch (choice.kind()) {
            case PROCESSES -> new ProcessWorld(layout, directory, state);
            case CONTAINERS -> ContainerWorld.open(layout, directory);
            case CLUSTER -> ClusterWorld.open(choice, layout, directory, state);
        };
    }
}
