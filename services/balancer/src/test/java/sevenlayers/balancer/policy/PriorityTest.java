package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class PriorityTest {
    private final Policy policy = new Priority();

    @Test
    void onlyTheHeaviestInTurn() {
        assertThat(Given.picks(policy, Given.weights(1, 9, 5, 9), 6)).isEqualTo("bdbdbd");
    }

    @Test
    void theNextTierWhenTheFirstIsGone() {
        Snapshot snapshot = Given.weights(1, 9, 5);
        Backend heaviest = snapshot.candidates().get(1);
        assertThat(Given.picks(policy, Given.without(snapshot, 1), 2)).isEqualTo("cc");
        assertThat(Given.pick(policy, snapshot, Given.tried(heaviest)).name()).isEqualTo("c");
        assertThat(Given.reason(policy, snapshot, Given.tried(heaviest)))
                .isEqualTo("in turn among 1 backend of weight 5, tier 2: all above turned it away");
    }
}
