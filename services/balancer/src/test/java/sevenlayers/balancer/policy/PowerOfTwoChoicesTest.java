package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class PowerOfTwoChoicesTest {
    @Test
    void withoutReplacementTheBusierOfTwoNeverWins() {
        Policy policy = policy(2, false);
        Snapshot two = Given.weights(1, 1);
        two.candidates().getFirst().begin();
        assertThat(Given.picks(policy, two, 100)).isEqualTo("b".repeat(100));
    }

    /** Both draws fall on the busy one with a chance of 1/4. */
    @Test
    void withReplacementTheBusierOfTwoWinsEveryFourthTime() {
        Policy policy = policy(2, true);
        Snapshot two = Given.weights(1, 1);
        two.candidates().getFirst().begin();
        long busy =
                Given.picks(policy, two, 10_000).chars().filter(c -> c == 'a').count();
        assertThat(busy / 10_000.0).isCloseTo(0.25, within(0.02));
    }

    /** n balls into n bins: the fullest has about ln n / ln ln n by chance, and ln ln n / ln 2 + O(1) with two choices. */
    @Test
    void twoChoicesKeepTheFullestLow() {
        assertThat(fullest(1)).isGreaterThanOrEqualTo(5);
        assertThat(fullest(2)).isLessThanOrEqualTo(4);
    }

    @Test
    void moreChoicesThanBackendsLookAtAll() {
        Policy policy = policy(10, false);
        Snapshot three = Given.weights(1, 1, 1);
        Choice choice = policy.select(three, Given.request());
        assertThat(choice.reason().text()).isEqualTo("the least under way, 0, of 3 drawn at random of 3 backends");
        assertThat(choice.reason().scores())
                .extracting(Score::backend)
                .containsExactlyInAnyOrderElementsOf(three.candidates());
    }

    private static long fullest(int choices) {
        Policy policy = policy(choices, false);
        Snapshot snapshot = Given.backends(1_000);
        for (int ball = 0; ball < 1_000; ball++) {
            Given.pick(policy, snapshot, Given.request()).begin();
        }
        return snapshot.candidates().stream().mapToLong(Backend::active).max().orElseThrow();
    }

    private static Policy policy(int choices, boolean withReplacement) {
        PolicySpec spec =
                PolicySpec.of("power_of_two_choices").withChoices(choices).withReplacement(withReplacement);
        return Policies.make(spec, new SplittableRandom(1));
    }
}
