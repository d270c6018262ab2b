package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class EarliestDeadlineFirstTest {
    private final Policy policy = new EarliestDeadlineFirst();

    /** Deadlines by hand: 2:1 is due at 1/2, 2/2 and at 1, of which a is listed first; 3:2 at 1/3 1/2 2/3 1 1. */
    @ParameterizedTest
    @CsvSource({"1, 1, ab", "2, 1, aab", "3, 2, abaab", "1, 3, bbab"})
    void goesRoundByDeadline(int first, int second, String round) {
        assertThat(Given.picks(policy, Given.weights(first, second), 3 * round.length()))
                .isEqualTo(round.repeat(3));
    }

    @Test
    void theLightFallDueTogether() {
        assertThat(Given.picks(policy, Given.weights(5, 1, 1), 14)).isEqualTo("aaaaabcaaaaabc");
        assertThat(Given.reason(policy, Given.weights(5, 1, 1), Given.request()))
                .isEqualTo("due at 0.2, before all others");
    }

    @Test
    void aListThatChangesAllTheTimeStillGivesEachItsShare() {
        Snapshot first = Given.weights(2, 1, 1);
        for (int version = 2; version < 402; version++) {
            Given.pick(policy, Snapshot.weighted(version, first.candidates(), 2, 1, 1), Given.request())
                    .choose();
        }
        assertThat(first.candidates()).extracting(Backend::chosen).containsExactly(200L, 100L, 100L);
    }
}
