package sevenlayers.balancer.simulator;

import java.util.List;

/**
 * What a policy did to the requests that were measured.
 *
 * @param requests measured; served + failed + withoutBackend + turnedAway
 * @param response of those that were served well
 * @param meanWaitNanos of those, too
 * @param largestQueue the most that ever waited at one backend
 * @param fairness Jain's index over the utilisations
 * @param backends in the scenario's order
 * @param timeline the requests in parts, as they came
 */
public record Outcome(
        long requests,
        long served,
        long failed,
        long withoutBackend,
        long turnedAway,
        ResponseTimes response,
        double meanWaitNanos,
        long largestQueue,
        double fairness,
        List<OfBackend> backends,
        List<Slice> timeline) {

    /** Keeps its own copies of the lists. */
    public Outcome {
        backends = List.copyOf(backends);
        timeline = List.copyOf(timeline);
    }

    /** In nanoseconds; all 0 if nothing was served. */
    public record ResponseTimes(double mean, long p50, long p90, long p99, long p999, long max) {}

    /**
     * Of one backend.
     *
     * @param picks requests sent to it
     * @param utilisation of its servers, from the first measured arrival to the last
     */
    public record OfBackend(String name, long picks, long failed, double utilisation, long largestQueue) {}

    /**
     * Some of the requests.
     *
     * @param untilNanos when the last of them came
     * @param mostUnderWay at one backend, then
     * @param fewestUnderWay at a listed one, then
     */
    public record Slice(long untilNanos, double meanNanos, long maxNanos, long mostUnderWay, long fewestUnderWay) {}

    /**
     * Jain's index: (Σx)² / (n Σx²). From 1/n, one has all, to 1, all have the same.
     *
     * <p>[1] R. Jain, D. Chiu, W. Hawe, "A Quantitative Measure of Fairness and Discrimination", 1984.
     */
    static double jain(double[] shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        return squares == 0 ? 1 : sum * sum / (shares.length * squares);
    }
}
