package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A mean estimated from runs that have nothing in common but the scenario, so that how far it may be off can be told from how much they
 * differ.
 */
record Estimate(double mean, double standardError) {
    private static final int RUNS = 10;

    /** Student's t with 9 degrees of freedom: of a thousand right estimates one is further away than this. */
    private static final double BOUND = 4.78;

    /** Runs with ten seeds, and takes the same number from each outcome. */
    static Estimate of(LongFunction<Outcome> run, ToDoubleFunction<Outcome> number) {
        double[] seen = LongStream.rangeClosed(1, RUNS)
                .mapToObj(run)
                .mapToDouble(number)
                .toArray();
        double mean = DoubleStream.of(seen).average().orElseThrow();
        double variance =
                DoubleStream.of(seen).map(each -> (each - mean) * (each - mean)).sum() / (RUNS - 1);
        return new Estimate(mean, Math.sqrt(variance / RUNS));
    }

    /** It is what theory says; and precise enough, in percent, that theory could have been missed. */
    void isAsTheorySays(double theory, double precisePercent) {
        assertThat(standardError / mean * 100)
                .as("standard error in percent of %s", mean)
                .isLessThan(precisePercent);
        assertThat(Math.abs(mean - theory) / standardError)
                .as("standard errors between %s ± %s and the theory's %s", mean, standardError, theory)
                .isLessThan(BOUND);
    }
}
