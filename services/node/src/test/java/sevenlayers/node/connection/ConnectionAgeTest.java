package sevenlayers.node.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.node.connection.ConnectionAge.Close;
import sevenlayers.node.connection.ConnectionAge.Rest;
import sevenlayers.node.connection.ConnectionAge.TellToGo;
import sevenlayers.node.connection.ConnectionAge.Wait;

/** Virtual time, in milliseconds from the moment that the connection was accepted. */
class ConnectionAgeTest {

    /** Draws the middle of each range: the age is what the knob says. */
    private static final RandomGenerator MIDDLE = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble(double from, double to) {
            return (from + to) / 2;
        }
    };

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, Long.MIN_VALUE})
    void the_clock_may_start_anywhere_and_wrap(long opened) {
        ConnectionAge age = new ConnectionAge(opened, new AgeLimits(1_000, 500), MIDDLE);
        assertThat(age.step(opened)).isEqualTo(new Wait(nanos(1_000)));
        assertThat(age.step(opened + nanos(999))).isEqualTo(new Wait(nanos(1)));
        assertThat(age.step(opened + nanos(1_000))).isEqualTo(new TellToGo());
        assertThat(age.step(opened + nanos(1_001))).isEqualTo(new Wait(nanos(499)));
        assertThat(age.step(opened + nanos(1_500))).isEqualTo(new Close());
        assertThat(age.step(opened + nanos(1_501))).isEqualTo(new Rest());
    }

    @Test
    void without_a_limit_nothing_ever_happens() {
        ConnectionAge age = opened(AgeLimits.NONE);
        assertThat(age.step(nanos(AgeLimits.MAX_MILLIS))).isEqualTo(new Rest());
    }

    @Test
    void a_grace_of_zero_lets_calls_go_on_for_as_long_as_they_need() {
        ConnectionAge age = opened(new AgeLimits(1_000, 0));
        assertThat(age.step(nanos(1_000))).isEqualTo(new TellToGo());
        assertThat(age.step(nanos(AgeLimits.MAX_MILLIS))).isEqualTo(new Rest());
    }

    @Test
    void turning_the_knob_closes_nothing_by_itself_however_old_the_connection_is() {
        ConnectionAge age = opened(AgeLimits.NONE);
        age.turn(new AgeLimits(1_000, 0), nanos(60_000));
        assertThat(age.step(nanos(60_000))).isEqualTo(new Wait(nanos(1_000)));
        assertThat(age.step(nanos(61_000))).isEqualTo(new TellToGo());
    }

    @Test
    void the_same_maximum_age_said_again_puts_nothing_off() {
        ConnectionAge age = opened(new AgeLimits(1_000, 0));
        age.turn(new AgeLimits(1_000, 300), nanos(900));
        assertThat(age.step(nanos(900))).isEqualTo(new Wait(nanos(100)));
    }

    @Test
    void a_limit_taken_away_in_time_keeps_the_connection() {
        ConnectionAge age = opened(new AgeLimits(1_000, 0));
        age.turn(AgeLimits.NONE, nanos(999));
        assertThat(age.step(nanos(5_000))).isEqualTo(new Rest());
    }

    @Test
    void a_goaway_cannot_be_taken_back_but_its_grace_can_be_turned() {
        ConnectionAge age = opened(new AgeLimits(1_000, 0));
        assertThat(age.step(nanos(1_000))).isEqualTo(new TellToGo());
        age.turn(new AgeLimits(0, 2_000), nanos(2_000));
        assertThat(age.step(nanos(2_000))).isEqualTo(new Wait(nanos(1_000)));
        assertThat(age.step(nanos(3_000))).isEqualTo(new Close());
    }

    @Test
    void a_connection_that_goes_for_another_reason_is_left_alone() {
        ConnectionAge age = opened(new AgeLimits(1_000, 500));
        age.leaveAlone();
        assertThat(age.step(nanos(5_000))).isEqualTo(new Rest());
    }

    @Test
    void ages_vary_by_up_to_a_tenth_so_that_connections_do_not_leave_together() {
        RandomGenerator random = new SplittableRandom(7);
        List<Double> ages = Stream.generate(() -> new ConnectionAge(0, new AgeLimits(1_000, 0), random))
                .limit(1_000)
                .map(age -> age.allowedNanos() / 1e6)
                .toList();
        assertThat(ages).allMatch(millis -> millis >= 900 && millis <= 1_100);
        assertThat(ages).anyMatch(millis -> millis < 905).anyMatch(millis -> millis > 1_095);
    }

    private static ConnectionAge opened(AgeLimits limits) {
        return new ConnectionAge(0, limits, MIDDLE);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
