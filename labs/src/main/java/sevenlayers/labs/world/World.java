package sevenlayers.labs.world;

import java.util.List;
import java.util.function.Consumer;

/**
 * A place where the pods of the lab run. The labs are written against this interface and know no other difference between processes,
 * containers and a cluster.
 *
 * <p>Every method that changes something returns when the change is complete: a scaled service has all its pods ready and its name
 * resolves to them. What cannot be done throws {@link WorldException} with a sentence for the student.
 */
public interface World extends AutoCloseable {

    WorldKind kind();

    /** What the world calls itself beyond its kind: the kubectl context on a cluster, else empty. */
    String context();

    /** The services by name, with their pods by number, as they are now. */
    List<ServiceStatus> services();

    /** {@link #services} with the memory of the pods, also where each pod has to be asked for it. */
    default List<ServiceStatus> measured() {
        return services();
    }

    /** Pods that no service with a front door has: where the DNS tree's servers are pods, these. They are stopped, frozen and read as others. */
    default List<String> innerPods() {
        return List.of();
    }

    /** Brings up every service and waits until all pods are ready; what is up already and unchanged is left alone. */
    void up(Consumer<Progress> progress);

    /** Ends exactly what {@link #up} started. */
    void down(Consumer<Progress> progress);

    /** Runs {@code replicas} pods of {@code service} and waits until all are ready. Returns how many there were. */
    int scale(String service, int replicas);

    /** Ends a pod: SIGTERM, or SIGKILL if {@code kill}. */
    void stop(String pod, boolean kill);

    /** Freezes a pod: SIGSTOP. */
    void pause(String pod);

    /** Lets a frozen pod go on: SIGCONT. */
    void resume(String pod);

    /** What a pod has written: its last lines, then, if {@code follow}, new ones until the thread is interrupted. */
    void logs(String pod, int last, boolean follow, Consumer<String> line);

    /** Lets go of what this object holds (relays, watchers); the pods stay as they are. */
    @Override
    void close();
}
