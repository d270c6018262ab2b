package sevenlayers.balancer.health;

/**
 * How a listener finds out that a backend is not well.
 *
 * @param checks probes
 * @param outliers ejection of a backend whose calls fail
 * @param slowStart what a backend gets that is new or comes back
 * @param panicPercent while fewer than this percentage are healthy, all are used; 0: never
 */
public record HealthRules(Checks checks, Outliers outliers, SlowStart slowStart, int panicPercent) {
    /** From the start. */
    public static final HealthRules STARTING =
            new HealthRules(Checks.STARTING, Outliers.STARTING, SlowStart.STARTING, 50);
}
