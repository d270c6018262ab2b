package sevenlayers.node.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.node.work.Delay.Exponential;
import sevenlayers.node.work.Delay.Fixed;
import sevenlayers.node.work.Delay.LogNormal;
import sevenlayers.node.work.Delay.Uniform;

/** With a fixed seed these are not chances: 100,000 draws, whose errors are far inside the tolerances. */
class WaitsTest {

    private static final int DRAWS = 100_000;

    static Stream<Delay> distributions() {
        return Stream.of(new Fixed(700), new Uniform(10, 90), new Exponential(1_000), new LogNormal(1_000, 1));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void the_same_seed_gives_the_same_waits_in_the_same_order(Delay delay) {
        assertThat(draw(delay, 7, 1_000)).containsExactly(draw(delay, 7, 1_000));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void another_seed_gives_other_waits_unless_there_is_nothing_to_draw(Delay delay) {
        boolean same = Arrays.equals(draw(delay, 0, 1_000), draw(delay, 1, 1_000));
        assertThat(same).isEqualTo(delay instanceof Fixed);
    }

    @Test
    void neighbouring_seeds_have_unrelated_first_draws() {
        long[] firsts = new long[DRAWS];
        for (int seed = 0; seed < DRAWS; seed++) {
            firsts[seed] = draw(new Exponential(1_000), seed, 1)[0];
        }
        assertThat(mean(firsts)).isCloseTo(1_000, within(10.0));
    }

    @Test
    void fixed_is_always_the_same() {
        assertThat(draw(new Fixed(700), 3, 1_000)).containsOnly(700);
    }

    @Test
    void uniform_reaches_both_ends_evenly_and_never_passes_them() {
        long[] waits = draw(new Uniform(10, 90), 3, DRAWS);
        assertThat(Arrays.stream(waits).min()).hasValue(10);
        assertThat(Arrays.stream(waits).max()).hasValue(90);
        assertThat(mean(waits)).isCloseTo(50, within(0.3));
        assertThat(quantile(waits, 0.25)).isBetween(29L, 31L);
        assertThat(quantile(waits, 0.75)).isBetween(69L, 71L);
    }

    @Test
    void uniform_of_one_point_is_that_point() {
        assertThat(draw(new Uniform(42, 42), 3, 100)).containsOnly(42);
    }

    @Test
    void exponential_has_its_mean_and_its_quantiles() {
        long[] waits = draw(new Exponential(10_000), 3, DRAWS);
        assertThat(mean(waits)).isCloseTo(10_000, within(100.0));
        assertThat(quantile(waits, 0.5)).isCloseTo(Math.round(10_000 * Math.log(2)), within(100L));
        assertThat(quantile(waits, 0.99)).isCloseTo(Math.round(10_000 * Math.log(100)), within(1_200L));
    }

    @Test
    void log_normal_has_its_median_and_one_wait_in_a_hundred_above_ten_medians() {
        long[] waits = draw(new LogNormal(10_000, 1), 3, DRAWS);
        assertThat(quantile(waits, 0.5)).isCloseTo(10_000, within(150L));
        assertThat(quantile(waits, 0.8413)).isCloseTo(Math.round(10_000 * Math.E), within(600L));
        long above = Arrays.stream(waits).filter(wait -> wait > 100_000).count();
        assertThat(above).isBetween(900L, 1_200L);
    }

    @Test
    void log_normal_with_sigma_zero_is_its_median() {
        assertThat(draw(new LogNormal(10_000, 0), 3, 1_000)).containsOnly(10_000);
    }

    @Test
    void no_wait_is_longer_than_a_minute() {
        for (Delay delay : List.of(new Exponential(60_000_000), new LogNormal(60_000_000, 4))) {
            long[] waits = draw(delay, 3, 1_000);
            assertThat(Arrays.stream(waits).max()).as("longest of %s", delay).hasValue(Delay.MAX_MICROS);
            assertThat(Arrays.stream(waits).min().orElseThrow())
                    .as("shortest of %s", delay)
                    .isNotNegative();
        }
    }

    private static long[] draw(Delay delay, long seed, int draws) {
        Waits waits = new Waits(new SeededDelay(delay, seed));
        long[] micros = new long[draws];
        for (int i = 0; i < draws; i++) {
            micros[i] = waits.next().dividedBy(Duration.ofNanos(1_000));
        }
        return micros;
    }

    private static double mean(long[] waits) {
        return Arrays.stream(waits).average().orElseThrow();
    }

    private static long quantile(long[] waits, double share) {
        long[] sorted = waits.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * sorted.length)];
    }
}
