package sevenlayers.node.knobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorDrawsTest {

    private static final int DRAWS = 100_000;

    @Test
    void a_rate_is_the_share_of_calls_that_fail() {
        assertThat(failing(0.3, 7)).isBetween(29_500L, 30_500L);
    }

    @Test
    void a_rate_of_zero_fails_none_and_a_rate_of_one_fails_all() {
        assertThat(failing(0, 7)).isZero();
        assertThat(failing(1, 7)).isEqualTo(DRAWS);
    }

    @Test
    void the_same_seed_fails_the_same_calls() {
        ErrorDraws one = new ErrorDraws(new Knobs.Errors(0.5, 14, 7));
        ErrorDraws other = new ErrorDraws(new Knobs.Errors(0.5, 14, 7));
        IntStream.range(0, 1_000)
                .forEach(call -> assertThat(one.nextFails()).as("call %d", call).isEqualTo(other.nextFails()));
    }

    private static long failing(double rate, long seed) {
        ErrorDraws draws = new ErrorDraws(new Knobs.Errors(rate, 14, seed));
        return IntStream.range(0, DRAWS).filter(_ -> draws.nextFails()).count();
    }
}
