package sevenlayers.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    @Test
    void even_arrivals_begin_at_once_and_do_not_drift() {
        Arrivals arrivals = new Load.Open(3, false, 0).arrivals();
        long[] moments =
                LongStream.range(0, 30_001).map(_ -> arrivals.nextNanos()).toArray();
        assertThat(moments[0]).isZero();
        assertThat(moments[1]).isEqualTo(333_333_333);
        assertThat(moments[30_000]).as("after 10,000 s, to the nanosecond").isEqualTo(10_000_000_000_000L);
    }

    @Test
    void poisson_arrivals_are_the_same_for_the_same_seed_and_others_for_another() {
        assertThat(poisson(100, 7, 50)).isEqualTo(poisson(100, 7, 50)).isNotEqualTo(poisson(100, 8, 50));
    }

    @Test
    void poisson_spaces_are_exponential_their_mean_and_their_deviation_are_the_same() {
        long[] moments = poisson(1_000, 42, 20_000);
        double[] spaces = new double[moments.length - 1];
        for (int i = 0; i < spaces.length; i++) {
            spaces[i] = (moments[i + 1] - moments[i]) / 1e6;
            assertThat(spaces[i]).isNotNegative();
        }
        double mean = Arrays.stream(spaces).average().orElseThrow();
        double variance = Arrays.stream(spaces)
                .map(space -> (space - mean) * (space - mean))
                .average()
                .orElseThrow();
        assertThat(mean).as("ms between arrivals").isBetween(0.97, 1.03);
        assertThat(Math.sqrt(variance)).as("their standard deviation").isBetween(0.95, 1.05);
    }

    private static long[] poisson(double rate, long seed, int count) {
        Arrivals arrivals = new Load.Open(rate, true, seed).arrivals();
        return LongStream.range(0, count).map(_ -> arrivals.nextNanos()).toArray();
    }
}
