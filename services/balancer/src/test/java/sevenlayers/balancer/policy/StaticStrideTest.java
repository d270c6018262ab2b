package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Snapshot;

class StaticStrideTest {
    private final Policy policy = new StaticStride();

    /** gRFC A58's table for 2:3:6, whose passes begin at the offset i·W/2: by hand from its formula. */
    @Test
    void skipsAsTheFormulaSays() {
        assertThat(Given.picks(policy, Given.weights(2, 3, 6), 22)).isEqualTo("bccabccbcac".repeat(2));
    }

    @Test
    void equalWeightsAreRoundRobin() {
        assertThat(Given.picks(policy, Given.weights(1, 1, 1), 6)).isEqualTo("abcabc");
    }

    @Test
    void theLightOfManyGetTheirTurnWhenTheHeavyOneIsGone() {
        Snapshot snapshot = Given.weights(1_000, 1, 1);
        String reason =
                Given.reason(policy, snapshot, Given.tried(snapshot.candidates().getFirst()));
        assertThat(reason).startsWith("pass 3 over the list, weight 1 where the greatest is 1000, ");
    }
}
