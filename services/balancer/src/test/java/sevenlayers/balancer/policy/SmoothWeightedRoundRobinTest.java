package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class SmoothWeightedRoundRobinTest {
    private final Policy policy = new SmoothWeightedRoundRobin();

    @ParameterizedTest
    @CsvSource({"5 1 1, aabacaa", "4 3 2, abcabacba", "3 2 1, abacba", "1 1 1, abc", "7, aaaaaaa"})
    void goesRoundAsPublished(String weights, String round) {
        Snapshot snapshot = Given.weights(
                Arrays.stream(weights.split(" ")).mapToInt(Integer::parseInt).toArray());
        assertThat(Given.picks(policy, snapshot, 3 * round.length())).isEqualTo(round.repeat(3));
    }

    /** The table in the message of nginx' commit 52327e0627f4: the current weights after each pick. */
    @Test
    void movesTheCurrentWeightsAsPublished() {
        Snapshot snapshot = Given.weights(5, 1, 1);
        List<List<Integer>> after = new ArrayList<>();
        for (int pick = 0; pick < 7; pick++) {
            Choice.Picked picked = (Choice.Picked) policy.select(snapshot, Given.request());
            after.add(picked.reason().scores().stream()
                    .map(score -> (int) score.value() - (Objects.equals(score.backend(), picked.backend()) ? 7 : 0))
                    .toList());
        }
        assertThat(after)
                .containsExactly(
                        List.of(-2, 1, 1),
                        List.of(-4, 2, 2),
                        List.of(1, -4, 3),
                        List.of(-1, -3, 4),
                        List.of(4, -2, -2),
                        List.of(2, -1, -1),
                        List.of(0, 0, 0));
    }

    @Test
    void saysTheCurrentWeight() {
        assertThat(Given.reason(policy, Given.weights(5, 1, 1), Given.request()))
                .isEqualTo("current weight 5, the highest; less the total of 7 it is now -2");
    }

    @Test
    void aListThatChangesAllTheTimeStillGivesEachItsShare() {
        Snapshot first = Given.weights(1, 1, 1);
        for (int version = 2; version < 302; version++) {
            Snapshot next = Snapshot.weighted(version, first.candidates(), 1, 1, 1);
            Given.pick(policy, next, Given.request()).choose();
        }
        assertThat(first.candidates()).extracting(Backend::chosen).containsOnly(100L);
    }

    @Test
    void aThreadThatComesLateWithAnOlderListDoesNotDisturbTheRound() {
        Snapshot old = Given.weights(5, 1, 1);
        Snapshot next = Snapshot.weighted(2, old.candidates(), 5, 1, 1);
        String seen = Given.picks(policy, next, 3);
        Given.pick(policy, old, Given.request());
        assertThat(seen + Given.picks(policy, next, 4)).isEqualTo("aabacaa");
    }
}
