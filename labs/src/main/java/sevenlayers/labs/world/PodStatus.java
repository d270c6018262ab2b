package sevenlayers.labs.world;

/**
 * One pod as its world sees it.
 *
 * @param name as in {@code node-2}
 * @param address IP address inside the lab, with a port where pods share one
 * @param state where it is in its life
 * @param detail the rest in words; empty if there is nothing to add
 * @param memoryBytes proportional set size; 0 where the world cannot tell
 */
public record PodStatus(String name, String address, State state, String detail, long memoryBytes) {

    /** Where a pod is in its life. */
    public enum State {
        STARTING,
        READY,
        NOT_READY,
        PAUSED,
        DEAD
    }
}
