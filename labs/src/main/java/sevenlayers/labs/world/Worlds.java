package sevenlayers.labs.world;

import java.nio.file.Path;
import sevenlayers.labs.world.cluster.ClusterWorld;
import sevenlayers.labs.world.containers.ContainerWorld;
import sevenlayers.labs.world.processes.ProcessWorld;

/** Opens a world by its kind. */
public final class Worlds {

    private Worlds() {}

    /**
     * {@code choice} with everything said that was left open: which cluster kubectl means is settled now, while the user looks, and holds
     * until the lab is down, whatever kubectl's current context is by then.
     *
     * @throws WorldException there is no cluster to mean
     */
    public static WorldChoice settled(WorldChoice choice, Path directory) {
        boolean open = choice.kind() == WorldKind.CLUSTER
                && choice.maker() == WorldChoice.Maker.NONE
                && choice.context().isEmpty();
        return open ? new WorldChoice(choice.kind(), choice.maker(), ClusterWorld.currentContext(directory)) : choice;
    }

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
