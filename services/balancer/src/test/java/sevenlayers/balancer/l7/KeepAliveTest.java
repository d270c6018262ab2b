package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.l7.KeepAlive.Action.ASK;
import static sevenlayers.balancer.l7.KeepAlive.Action.GIVE_UP;
import static sevenlayers.balancer.l7.KeepAlive.Action.NOTHING;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.l7.Limits.ToBackend;

/** Asks after 5 seconds of silence and gives up 3 seconds later, on a clock that begins below zero as {@code nanoTime} may. */
class KeepAliveTest {
    private static final long START = -1_000_000_000_000L;

    private final KeepAlive keepAlive = new KeepAlive(
            new ToBackend(1, 1, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(3)), START);

    @Test
    void aBackendWithNothingToDoMayBeSilent() {
        assertThat(keepAlive.look(second(1_000), false)).isEqualTo(NOTHING);
    }

    @Test
    void aRequestWithoutASignOfLifeIsAskedAfterAndThenGivenUp() {
        keepAlive.sent(second(10));
        assertThat(keepAlive.look(second(14), true)).isEqualTo(NOTHING);
        assertThat(keepAlive.look(second(15), true)).isEqualTo(ASK);
        assertThat(keepAlive.look(second(17), true)).isEqualTo(NOTHING);
        assertThat(keepAlive.look(second(18), true)).isEqualTo(GIVE_UP);
    }

    @Test
    void whateverComesIsAnAnswer() {
        keepAlive.sent(second(10));
        assertThat(keepAlive.look(second(15), true)).isEqualTo(ASK);
        keepAlive.heard(second(16));
        assertThat(keepAlive.look(second(100), true)).isEqualTo(NOTHING);
    }

    // grpc-java's server: two strikes for a PING within five minutes of the last, the third ends the connection.
    @Test
    void aStreamThatWaitsForNewsIsAskedAfterEveryFiveMinutesOnly() {
        keepAlive.sent(second(0));
        int asked = 0;
        for (int now = 0; now < 3_600; now++) {
            if (keepAlive.look(second(now), true) == ASK) {
                asked++;
                keepAlive.heard(second(now));
            }
        }
        assertThat(asked).isBetween(11, 12);
    }

    @Test
    void newRequestsAreAskedAfterTwiceUntilTheBackendAnswersOne() {
        for (int i = 0; i < 2; i++) {
            keepAlive.sent(second(100 * i));
            assertThat(keepAlive.look(second(100 * i + 5), true)).isEqualTo(ASK);
            keepAlive.heard(second(100 * i + 5));
        }
        keepAlive.sent(second(200));
        assertThat(keepAlive.look(second(205), true)).isEqualTo(NOTHING);
        keepAlive.answered();
        assertThat(keepAlive.look(second(206), true)).isEqualTo(ASK);
    }

    private static long second(long number) {
        return START + number * 1_000_000_000L;
    }
}
