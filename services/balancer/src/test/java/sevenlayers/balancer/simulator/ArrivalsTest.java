package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final int COUNT = 300_000;

    @Test
    void a_poisson_process_has_its_rate_and_as_much_variance_as_mean_in_every_second() {
        int[] perSecond = perSecond(new Arrivals.Poisson(100));
        assertThat(mean(perSecond)).isCloseTo(100, within(1.0));
        assertThat(dispersion(perSecond)).isCloseTo(1, within(0.1));
    }

    @Test
    void bursts_keep_the_rate_and_bunch_the_arrivals() {
        int[] perSecond = perSecond(new Arrivals.Bursty(100, 8, 0.1, 5e9));
        assertThat(mean(perSecond)).isCloseTo(100, within(10.0));
        assertThat(dispersion(perSecond)).isGreaterThan(100);
    }

    @Test
    void all_arrivals_may_be_in_bursts() {
        Arrivals.Clock clock = new Arrivals.Bursty(1_000, 10, 0.1, 1e9).clock(new SplittableRandom(1));
        long quiet = 0;
        long last = 0;
        long next = 0;
        for (int i = 0; i < COUNT; i++) {
            next = clock.next();
            quiet += next - last > 200_000_000 ? next - last : 0; // at 10,000 a second: not within a burst
            last = next;
        }
        assertThat((double) quiet / next).isCloseTo(0.9, within(0.05));
    }

    @Test
    void time_never_goes_back() {
        Arrivals.Clock clock = new Arrivals.Bursty(1e6, 100, 0.01, 1e6).clock(new SplittableRandom(1));
        long last = 0;
        for (int i = 0; i < COUNT; i++) {
            long next = clock.next();
            assertThat(next >= last).isTrue();
            last = next;
        }
    }

    @Test
    void the_turns_between_arrivals_are_as_many_as_the_limits_count() {
        assertThat(new Arrivals.Poisson(1).turnsPerArrival()).isZero();
        // An arrival in 10 s; a burst of 1 s and a rest of 1 s: ten turns.
        assertThat(new Arrivals.Bursty(0.1, 1, 0.5, 1e9).turnsPerArrival()).isCloseTo(10, within(1e-9));
    }

    private static int[] perSecond(Arrivals arrivals) {
        Arrivals.Clock clock = arrivals.clock(new SplittableRandom(1));
        int[] counts = new int[10 * COUNT];
        int seconds = 0;
        for (int i = 0; i < COUNT; i++) {
            seconds = (int) (clock.next() / 1_000_000_000);
            counts[seconds]++;
        }
        return Arrays.copyOf(counts, seconds);
    }

    private static double mean(int[] counts) {
        return Arrays.stream(counts).average().orElseThrow();
    }

    /** Variance over mean: 1 for a Poisson process. */
    private static double dispersion(int[] counts) {
        double mean = mean(counts);
        return Arrays.stream(counts)
                        .mapToDouble(count -> (count - mean) * (count - mean))
                        .average()
                        .orElseThrow()
                / mean;
    }
}
