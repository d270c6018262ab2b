package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Snapshot;

class RandomTest {
    @Test
    void anyWithTheSameChance() {
        Policy policy = new Random(new SplittableRandom(1));
        assertThat(share(policy, Given.weights(1, 9, 1), 'b')).isCloseTo(1 / 3.0, within(0.02));
        assertThat(Given.reason(policy, Given.weights(1, 1, 1), Given.request()))
                .isEqualTo("drawn at random of 3 backends");
    }

    @Test
    void anyInProportionToTheWeights() {
        Policy policy = new WeightedRandom(new SplittableRandom(1));
        Snapshot snapshot = Given.weights(5, 1, 2);
        assertThat(share(policy, snapshot, 'a')).isCloseTo(5 / 8.0, within(0.02));
        assertThat(share(policy, snapshot, 'b')).isCloseTo(1 / 8.0, within(0.02));
        assertThat(share(policy, snapshot, 'c')).isCloseTo(2 / 8.0, within(0.02));
    }

    @Test
    void theShareOfATriedOneFallsOnTheOthersByTheirWeights() {
        Policy policy = new WeightedRandom(new SplittableRandom(1));
        Snapshot snapshot = Given.weights(1, 5, 1);
        Request tried = Given.tried(snapshot.candidates().get(1));
        for (int i = 0; i < 100; i++) {
            assertThat(Given.pick(policy, snapshot, tried).name()).isNotEqualTo("b");
        }
        assertThat(Given.reason(policy, snapshot, tried)).isEqualTo("drawn at random, with a chance of 1 in 2");
    }

    private static double share(Policy policy, Snapshot snapshot, char name) {
        return Given.picks(policy, snapshot, 10_000)
                        .chars()
                        .filter(c -> c == name)
                        .count()
                / 10_000.0;
    }
}
