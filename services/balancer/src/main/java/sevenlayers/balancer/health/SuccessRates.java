package sevenlayers.balancer.health;

import java.util.List;

/**
 * The success rates of backends beside each other, and where an outlier begins.
 *
 * @param mean of all
 * @param stdev their standard deviation
 * @param required a rate below this is an outlier's
 */
record SuccessRates(double mean, double stdev, double required) {

    /**
     * Compares.
     *
     * @param rates fractions of successful calls, at least one
     * @param factor in thousandths
     */
    static SuccessRates of(List<Double> rates, int factor) {
        double mean = rates.stream().mapToDouble(rate -> rate).average().orElseThrow();
        // Of all that there are, not of a sample: the sum is divided by n, as gRPC and Envoy do it.
        double variance = rates.stream()
                .mapToDouble(rate -> (rate - mean) * (rate - mean))
                .average()
                .orElseThrow();
        double stdev = Math.sqrt(variance);
        // gRFC A50, success rate algorithm, 3.3: mean - stdev * (success_rate_ejection.stdev_factor / 1000)
        return new SuccessRates(mean, stdev, mean - stdev * (factor / 1000.0));
    }
}
