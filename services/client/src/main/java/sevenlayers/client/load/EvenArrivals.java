package sevenlayers.client.load;

/** Arrivals at equal distances, the first at once. */
final class EvenArrivals implements Arrivals {

    private final double nanosApart;
    private long arrived;

    EvenArrivals(double arrivalsPerSecond) {
        nanosApart = 1e9 / arrivalsPerSecond;
    }

    @Override
    public long nextNanos() {
        // A product and not a running sum: rounding must not add up over 100,000 arrivals.
        return Math.round(arrived++ * nanosApart);
    }
}
