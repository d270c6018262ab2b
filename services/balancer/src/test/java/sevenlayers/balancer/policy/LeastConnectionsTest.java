package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class LeastConnectionsTest {
    private final Policy policy = new LeastConnections();

    @Test
    void theOneWithTheFewestUnderWay() {
        Snapshot snapshot = active(Given.weights(1, 1, 1), 3, 1, 2);
        Choice choice = policy.select(snapshot, Given.request());
        assertThat(choice.reason().text()).isEqualTo("the least under way: 1");
        assertThat(choice.reason().scores()).extracting(Score::value).containsExactly(3.0, 1.0, 2.0);
        assertThat(Given.picks(policy, snapshot, 3)).isEqualTo("bbb");
    }

    @Test
    void perUnitOfWeight() {
        Snapshot snapshot = active(Given.weights(4, 1), 3, 1);
        assertThat(Given.picks(policy, snapshot, 1)).isEqualTo("a");
        assertThat(Given.reason(policy, snapshot, Given.request()))
                .isEqualTo("the least under way for its weight of 4: 0.75");
    }

    @Test
    void aBackendThatWarmsUpIsSpokenOfByItsWeight() {
        Snapshot warming =
                active(new Snapshot(1, Given.weights(1, 1).candidates(), List.of(100, 10), 100, List.of(), ""), 11, 1);
        assertThat(Given.reason(policy, warming, Given.request()))
                .isEqualTo("the least under way for its weight of 0.1: 10");
        assertThat(policy.select(warming, Given.request()).reason().scores())
                .extracting(Score::value)
                .containsExactly(11.0, 10.0);
        assertThat(Given.reason(new Priority(), warming, Given.request()))
                .isEqualTo("in turn among 1 backend of weight 1");
        assertThat(Given.reason(new StaticStride(), warming, Given.request()))
                .contains("weight 1 where the greatest is 1, ");
    }

    @Test
    void anIdleOneFirstWhateverItsWeight() {
        Snapshot snapshot = active(Given.weights(1_000, 1), 1, 0);
        assertThat(Given.picks(policy, snapshot, 1)).isEqualTo("b");
        assertThat(Given.reason(policy, snapshot, Given.request())).isEqualTo("idle");
    }

    @Test
    void equalsInTurn() {
        assertThat(Given.picks(policy, Given.weights(1, 1, 1), 6)).isEqualTo("abcabc");
        assertThat(Given.picks(new LeastConnections(), active(Given.weights(1, 1, 1), 1, 0, 0), 4))
                .isEqualTo("bcbc");
    }

    @Test
    void shareFollowsTheWeightsWhileNothingEnds() {
        Snapshot snapshot = Given.weights(3, 2, 1);
        for (int request = 0; request < 600; request++) {
            Given.pick(policy, snapshot, Given.request()).begin();
        }
        assertThat(snapshot.candidates()).extracting(Backend::active).containsExactly(300L, 200L, 100L);
    }

    @Test
    void ofAThousandTheReasonKeepsAHundredAndTheChosen() {
        Snapshot many = Given.backends(1_000);
        many.candidates().subList(0, 999).forEach(Backend::begin);
        Choice.Picked picked = (Choice.Picked) policy.select(many, Given.request());
        assertThat(picked.backend()).isSameAs(many.candidates().getLast());
        assertThat(picked.reason().scores()).hasSize(100).contains(new Score(picked.backend(), 0));
    }

    private static Snapshot active(Snapshot snapshot, int... counts) {
        for (int i = 0; i < counts.length; i++) {
            for (int request = 0; request < counts[i]; request++) {
                snapshot.candidates().get(i).begin();
            }
        }
        return snapshot;
    }
}
