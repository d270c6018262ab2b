package sevenlayers.handshake.tcp.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    @Test
    void constant_samples_of_two_seconds_bring_the_timeout_down_as_rfc_6298_calculates() {
        RttEstimator rtt = new RttEstimator(SECOND, 0, MILLI);
        assertThat(seconds(rtt.timeoutNanos()))
                .as("§2.1, before anything is measured")
                .isEqualTo(1);
        for (double expected : new double[] {6, 5, 4.25, 3.6875, 3.2656, 2.9492}) {
            rtt.sample(2 * SECOND);
            assertThat(seconds(rtt.timeoutNanos())).isCloseTo(expected, within(0.00005));
        }
        assertThat(seconds(rtt.smoothedNanos())).isEqualTo(2);
    }

    @Test
    void a_sample_that_is_different_moves_the_mean_by_an_eighth_and_the_variation_by_a_quarter() {
        RttEstimator rtt = new RttEstimator(SECOND, 0, MILLI);
        rtt.sample(100 * MILLI);
        assertThat(rtt.variationNanos()).isEqualTo(50 * MILLI);
        rtt.sample(180 * MILLI);
        // The variation first, with the old mean: 50 + (80 - 50) / 4; then 100 + 80 / 8.
        assertThat(seconds(rtt.variationNanos())).isEqualTo(0.0575);
        assertThat(seconds(rtt.smoothedNanos())).isEqualTo(0.110);
        assertThat(seconds(rtt.timeoutNanos())).isEqualTo(0.340);
        assertThat(rtt.shortestNanos()).isEqualTo(100 * MILLI);
        assertThat(rtt.latestNanos()).isEqualTo(180 * MILLI);
    }

    @Test
    void each_firing_doubles_the_timeout_up_to_two_minutes() {
        RttEstimator rtt = new RttEstimator(SECOND, 0, MILLI);
        for (int expected : new int[] {2, 4, 8, 16, 32, 64, 120, 120}) {
            rtt.backOff();
            assertThat(seconds(rtt.timeoutNanos())).isEqualTo(expected);
        }
        assertThat(rtt.backOffs()).isEqualTo(8);
    }

    @Test
    void a_new_measurement_ends_the_doubling() {
        RttEstimator rtt = new RttEstimator(SECOND, 0, MILLI);
        rtt.sample(2 * SECOND);
        rtt.backOff();
        rtt.backOff();
        assertThat(seconds(rtt.timeoutNanos())).isEqualTo(24);
        rtt.sample(2 * SECOND);
        assertThat(seconds(rtt.timeoutNanos())).isEqualTo(5);
        assertThat(rtt.backOffs()).isZero();
    }

    @Test
    void progress_without_a_measurement_goes_back_to_what_was_measured() {
        RttEstimator rtt = new RttEstimator(SECOND, 0, MILLI);
        rtt.backOff();
        rtt.progressed();
        assertThat(seconds(rtt.timeoutNanos())).as("nothing was measured yet").isEqualTo(2);
        rtt.sample(2 * SECOND);
        rtt.backOff();
        rtt.progressed();
        assertThat(seconds(rtt.timeoutNanos())).isEqualTo(6);
    }

    @Test
    void neither_the_clock_nor_the_minimum_is_undercut() {
        RttEstimator coarse = new RttEstimator(SECOND, 0, 10 * MILLI);
        RttEstimator patient = new RttEstimator(SECOND, 200 * MILLI, MILLI);
        for (int i = 0; i < 100; i++) {
            coarse.sample(5 * MILLI);
            patient.sample(5 * MILLI);
        }
        assertThat(seconds(coarse.timeoutNanos())).as("SRTT + G").isEqualTo(0.015);
        assertThat(seconds(patient.timeoutNanos())).isEqualTo(0.2);
    }

    @Test
    void after_a_lost_syn_the_timeout_is_three_seconds() {
        RttEstimator rtt = new RttEstimator(SECOND, 0, MILLI);
        rtt.backOff();
        rtt.synWasLost();
        assertThat(seconds(rtt.timeoutNanos())).isEqualTo(3);
        RttEstimator measured = new RttEstimator(SECOND, 0, MILLI);
        measured.sample(2 * SECOND);
        measured.synWasLost();
        assertThat(seconds(measured.timeoutNanos()))
                .as("a timestamp had measured it")
                .isEqualTo(6);
    }
}
