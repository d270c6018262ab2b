package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

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

    @Test
    void aDecayOfNothingIsRefused() {
        assertThatThrownBy(() -> new PeakEwma(Duration.ZERO)).hasMessageContaining("more than 0");
    }
}
