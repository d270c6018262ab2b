package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.PeakEwma;

/** What a failure is observed as. */
class AttemptTest {
    private static final long MILLI = 1_000_000;

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
    void aFailureCountsTwiceTheAverageUpToASecondAndNeverLessThanItTook(long average, long took, long expected) {
        PeakEwma ewma = new PeakEwma(Duration.ofSeconds(10));
        ewma.observe(0, average * MILLI);
        assertThat(Attempt.penalty(ewma, 0, took * MILLI)).isEqualTo(expected * MILLI);
    }

    @Test
    void ofABackendThatNeverAnsweredASecondIsAssumed() {
        assertThat(Attempt.penalty(new PeakEwma(Duration.ofSeconds(10)), 0, 5 * MILLI))
                .isEqualTo(1_000 * MILLI);
    }
}
