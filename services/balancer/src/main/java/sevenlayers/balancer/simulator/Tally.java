package sevenlayers.balancer.simulator;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Counts what becomes of the measured requests. */
final class Tally {
    /** Into so many parts the requests are cut. */
    static final int SLICES = 20;

    /** Significant digits of a percentile. */
    private static final int DIGITS = 3;

    private final Histogram responses = new Histogram(Servers.HORIZON, DIGITS);
    private final List<Outcome.Slice> slices = new ArrayList<>(SLICES);

    private long requests;
    private long failed;
    private long withoutBackend;
    private long turnedAway;
    private long served;
    private double sum;
    private double waits;
    private long max;
    private long servedInSlice;
    private double sumInSlice;
    private long maxInSlice;

    void served(long response, long wait) {
        requests++;
        served++;
        responses.recordValue(Math.min(Servers.HORIZON, response));
        sum += response;
        waits += wait;
        max = Math.max(max, response);
        servedInSlice++;
        sumInSlice += response;
        maxInSlice = Math.max(maxInSlice, response);
    }

    void failed() {
        requests++;
        failed++;
    }

    void withoutBackend() {
        requests++;
        withoutBackend++;
    }

    void turnedAway() {
        requests++;
        turnedAway++;
    }

    void slice(long now, long mostUnderWay, long fewestUnderWay) {
        slices.add(new Outcome.Slice(now, mean(sumInSlice, servedInSlice), maxInSlice, mostUnderWay, fewestUnderWay));
        servedInSlice = 0;
        sumInSlice = 0;
        maxInSlice = 0;
    }

    Outcome outcome(List<Outcome.OfBackend> backends) {
        return new Outcome(
                requests,
                served,
                failed,
                withoutBackend,
                turnedAway,
                new Outcome.ResponseTimes(
                        mean(sum, served), percentile(50), percentile(90), percentile(99), percentile(99.9), max),
                mean(waits, served),
                backends.stream()
                        .mapToLong(Outcome.OfBackend::largestQueue)
                        .max()
                        .orElse(0),
                Outcome.jain(backends.stream()
                        .mapToDouble(Outcome.OfBackend::utilisation)
                        .toArray()),
                backends,
                slices);
    }

    /** No percentile is more than the slowest, though its place in the histogram may reach beyond. */
    private long percentile(double percent) {
        return Math.min(max, responses.getValueAtPercentile(percent));
    }

    private static double mean(double sum, long count) {
        return count == 0 ? 0 : sum / count;
    }
}
