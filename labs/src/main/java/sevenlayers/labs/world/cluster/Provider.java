package sevenlayers.labs.world.cluster;

import java.util.List;
import java.util.function.Consumer;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.images.Image;

/** Where a cluster comes from, and how images get there. */
sealed interface Provider permits Kind, Minikube, Existing {

    /** The kubectl context of the cluster. */
    String context();

    /** The folder under {@code k8s/} that holds its manifests. */
    String manifests();

    /** Whether it publishes the front doors on this machine by itself. */
    boolean publishesDoors();

    /** Whether the cluster is there, even if it does not run. One that is not is ours to make, and then to remove. */
    boolean exists();

    /** Makes the cluster if it is not there, and has it run; tells only if there is something to do. */
    void ensure(Consumer<Progress> progress);

    /** Puts images where its pods find them. */
    void load(List<Image> images);

    /** Removes the cluster with all that is in it. */
    void remove();
}
