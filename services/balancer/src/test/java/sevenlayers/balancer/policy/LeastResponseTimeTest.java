package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class LeastResponseTimeTest {
    private final Policy policy = policy(10_000);
    private final Snapshot three = Given.weights(1, 1, 1);
    private final Backend a = three.candidates().get(0);
    private final Backend b = three.candidates().get(1);
    private final Backend c = three.candidates().get(2);

    @Test
    void theLowestAverageTimesRequestsUnderWay() {
        measured(a, 1);
        measured(b, 2);
        measured(c, 10);
        assertThat(Given.picks(policy, three, 2)).isEqualTo("aa");
        a.begin();
        a.begin(); // three with this one: 3 ms against 2
        Choice choice = policy.select(three, Given.request());
        assertThat(choice.reason().scores()).extracting(Score::value).containsExactly(3_000.0, 2_000.0, 10_000.0);
        assertThat(choice.reason().text())
                .isEqualTo("the lowest cost, average in microseconds times requests with this one: 2000");
    }

    @Test
    void oneThatWasNeverMeasuredIsTriedOnceAndThenWaitsForItsMeasure() {
        measured(a, 1);
        measured(b, 5);
        assertThat(Given.pick(policy, three, Given.request())).isSameAs(c);
        assertThat(Given.reason(policy, three, Given.request())).isEqualTo("idle and never measured: tried");
        c.begin();
        assertThat(Given.pick(policy, three, Given.request())).isSameAs(a);
        c.end();
        measured(c, 0.5);
        assertThat(Given.pick(policy, three, Given.request())).isSameAs(c);
    }

    @Test
    void whereNothingIsKnownItIsLeastConnections() {
        for (int request = 0; request < 9; request++) {
            Given.pick(policy, three, Given.request()).begin();
        }
        assertThat(three.candidates()).extracting(Backend::active).containsOnly(3L);
    }

    @Test
    void thePolicySaysHowFastAveragesForget() {
        policy(1_000).prepare(three);
        measured(a, 1);
        assertThat(a.firstResponse().nanos(Duration.ofSeconds(1).toNanos())).isCloseTo(1e6 / Math.E, within(1.0));
        assertThat(a.wholeCall().isKnown()).isFalse();
    }

    private static void measured(Backend backend, double millis) {
        backend.firstResponse().observe(0, (long) (millis * 1e6));
    }

    private static Policy policy(long decayMillis) {
        return Policies.make(
                PolicySpec.of("least_response_time").withDecayMillis(decayMillis), new SplittableRandom(1));
    }
}
