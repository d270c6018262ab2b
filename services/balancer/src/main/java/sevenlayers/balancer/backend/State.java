package sevenlayers.balancer.backend;

/** Whether a backend may be chosen. Where several hold at once, the last of them here is its state. */
public enum State {
    /** It may. */
    HEALTHY(true),
    /** It may, with a part of its weight: it is new or has come back, and is {@link #HEALTHY} at the end of its slow start. */
    WARMING(true),
    /** It may not until the time of its ejection is over: its calls failed. */
    EJECTED(false),
    /** It may not until probes are answered again. */
    UNHEALTHY(false),
    /** It may not: it is on its way out, by hand or because the cluster says so. What it has goes on. */
    DRAINING(false);

    private final boolean usable;

    State(boolean usable) {
        this.usable = usable;
    }

    /** Whether a policy may choose it in ordinary times. */
    public boolean usable() {
        return usable;
    }
}
