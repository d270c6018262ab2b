package sevenlayers.labs.world;

/** The three kinds of place that pods run in. */
public enum WorldKind {
    PROCESSES,
    CONTAINERS,
    CLUSTER;

    /** As it is written in settings and answers: {@code processes}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
