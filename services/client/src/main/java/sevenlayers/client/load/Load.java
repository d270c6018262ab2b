package sevenlayers.client.load;

/** What decides when the next call starts. */
public sealed interface Load {

    /**
     * The next call starts when one ends, so a slow server slows this load down.
     *
     * @param concurrency calls under way at a time, at least 1
     */
    record Closed(int concurrency) implements Load {}

    /**
     * Calls start at a rate, whether or not earlier ones have ended.
     *
     * @param arrivalsPerSecond mean rate, above 0
     * @param poisson           spaces drawn from an exponential distribution instead of even ones
     * @param seed              seed of those draws
     */
    record Open(double arrivalsPerSecond, boolean poisson, long seed) implements Load {

        /** The moments at which the calls are meant to start. */
        public Arrivals arrivals() {
            return poisson ? new PoissonArrivals(arrivalsPerSecond, seed) : new EvenArrivals(arrivalsPerSecond);
        }
    }
}
