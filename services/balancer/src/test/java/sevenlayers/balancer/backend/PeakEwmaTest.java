package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeakEwmaTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final PeakEwma average = new PeakEwma(Duration.ofSeconds(10));

    @Test
    void knowsNothingBeforeTheFirstLatency() {
        assertThat(average.isKnown()).isFalse();
        assertThat(average.nanos(0)).isNaN();
    }

    @Test
    void theFirstLatencyIsTheAverage() {
        average.observe(0, 5 * MILLI);
        assertThat(average.isKnown()).isTrue();
        assertThat(average.nanos(0)).isEqualTo(5 * MILLI);
    }

    @Test
    void aPeakReplacesIt() {
        average.observe(0, 5 * MILLI);
        average.observe(1, 80 * MILLI);
        assertThat(average.nanos(1)).isEqualTo(80 * MILLI);
    }

    @Test
    void aBetterLatencyCountsByTheTimeThatHasPassed() {
        average.observe(0, 100 * MILLI);
        average.observe(10 * SECOND, 10 * MILLI);
        // 100 ms × 1/e + 10 ms × (1 − 1/e)
        assertThat(average.nanos(10 * SECOND)).isCloseTo(43.109 * MILLI, within(0.001 * MILLI));
    }

    @Test
    void itFadesWhileNothingIsSeenAndReadingChangesNothing() {
        average.observe(0, 100 * MILLI);
        assertThat(average.nanos(10 * SECOND)).isCloseTo(100 * MILLI / Math.E, within(1.0));
        assertThat(average.nanos(0)).isEqualTo(100 * MILLI);
    }

    @Test
    void anObservationThatComesLateDoesNotTurnTimeBack() {
        average.observe(10 * SECOND, 100 * MILLI);
        average.observe(9 * SECOND, 10 * MILLI);
        assertThat(average.nanos(10 * SECOND)).isCloseTo(100 * MILLI, within(1.0));
    }

    @ParameterizedTest(name = "average {0} ms, took {1} ms: {2} ms")
    @CsvSource({
        "10, 0, 20",
        "10, 15, 20",
        "10, 500, 500",
        "600, 0, 1000",
        "1000, 0, 1000",
        "3000, 0, 3000",
        "1, 4000, 4000"
    })
    void aFailureCountsTwiceTheAverageUpToASecondAndNeverLessThanItTook(long before, long took, long expected) {
        average.observe(0, before * MILLI);
        average.observeFailure(0, took * MILLI);
        assertThat(average.nanos(0)).isEqualTo(expected * MILLI);
    }

    @Test
    void ofABackendThatNeverAnsweredASecondIsAssumed() {
        average.observeFailure(0, 5 * MILLI);
        assertThat(average.nanos(0)).isEqualTo(SECOND);
    }

    @Test
    void aDecayOfNothingIsRefused() {
        assertThatThrownBy(() -> new PeakEwma(Duration.ZERO)).hasMessageContaining("more than 0");
    }
}
