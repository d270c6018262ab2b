package sevenlayers.balancer.simulator;

/**
 * A backend that exists as numbers only.
 *
 * @param name each once
 * @param weight 1 or more
 * @param servers how many requests it serves at a time; the others wait in one queue
 * @param speed by which its service times are divided
 * @param service how long serving takes at speed 1
 * @param failing how often it fails, and how fast
 * @param joinsAtNanos when it is listed; 0: from the start
 * @param leavesAtNanos when it is listed no more; it serves what it has
 */
public record SimulatedBackend(
        String name,
        int weight,
        int servers,
        double speed,
        ServiceTime service,
        Failing failing,
        long joinsAtNanos,
        long leavesAtNanos) {
    /** As {@link #leavesAtNanos}: it stays. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * Failures of a backend.
     *
     * @param share of its requests, 0 to 1
     * @param takesNanos how long it takes to fail
     */
    public record Failing(double share, long takesNanos) {
        /** It does not fail. */
        public static final Failing NOT = new Failing(0, 0);
    }

    /** One that is there from the start to the end and does not fail. */
    public static SimulatedBackend steady(String name, int servers, double speed, ServiceTime service) {
        return new SimulatedBackend(name, 1, servers, speed, service, Failing.NOT, 0, NEVER);
    }

    /** Requests in a second that it could serve if none failed. */
    public double perSecond() {
        return servers * speed * 1e9 / service.meanNanos();
    }
}
