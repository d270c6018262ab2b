package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTimeTest {
    private static final int PARTS = 1_000_000;

    @ParameterizedTest
    @CsvSource({"1.05, 1000", "1.5, 10000", "1, 100", "2, 100", "5, 2"})
    void a_heavy_tail_has_the_mean_that_was_asked_for_and_the_second_moment_that_it_says(double shape, double ratio) {
        ServiceTime.HeavyTail heavy = new ServiceTime.HeavyTail(1_000, shape, ratio);
        DoubleUnaryOperator quantiles = heavy.quantiles();
        assertThat(mean(quantiles)).isCloseTo(1_000, within(10.0));
        assertThat(mean(share -> Math.pow(quantiles.applyAsDouble(share), 2)) / heavy.secondMoment())
                .isCloseTo(1, within(0.05));
        assertThat(quantiles.applyAsDouble(1) / quantiles.applyAsDouble(0)).isCloseTo(ratio, within(ratio * 1e-6));
    }

    @Test
    void exponential_quantiles_are_those_of_the_formula() {
        DoubleUnaryOperator quantiles = new ServiceTime.Exponential(1_000).quantiles();
        assertThat(quantiles.applyAsDouble(0)).isZero();
        assertThat(quantiles.applyAsDouble(0.5)).isCloseTo(1_000 * Math.log(2), within(1e-9));
        assertThat(mean(quantiles)).isCloseTo(1_000, within(1.0));
    }

    @Test
    void a_constant_one_knows_no_chance() {
        assertThat(mean(new ServiceTime.Constant(7).quantiles())).isCloseTo(7, within(1e-9));
    }

    /** Over the middles of a million equal parts. */
    private static double mean(DoubleUnaryOperator quantiles) {
        return IntStream.range(0, PARTS)
                .mapToDouble(part -> quantiles.applyAsDouble((part + 0.5) / PARTS))
                .average()
                .orElseThrow();
    }
}
