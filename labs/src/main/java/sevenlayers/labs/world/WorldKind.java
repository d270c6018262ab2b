package sevenlayers.labs.world;

/** The three kinds of place that pods run in. */
public enum WorldKind {
    PROCESSES,
    CONTAINERS,
    CLUSTER;

    /** Whether its pods go on when the agent has ended: Docker and Kubernetes keep what they run. */
    public boolean outlivesAgent() {
        return this != PROCESSES;
    }

    /** As it is written in settings and answers: {@code processes}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
