package sevenlayers.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void a_closed_loop_starts_a_call_when_one_ends_and_counts_from_then() {
        Pacer pacer = Pacer.of(new Load.Closed(2), 100, 0);
        assertThat(pacer.waitNanos(5, 1)).isZero();
        assertThat(pacer.waitNanos(5, 2)).isEqualTo(Pacer.UNTIL_A_CALL_ENDS);
        assertThat(pacer.start(5)).isEqualTo(5);
    }

    @Test
    void an_open_loop_waits_for_the_next_moment_whatever_is_under_way() {
        Pacer pacer = Pacer.of(new Load.Open(10, false, 0), 100, SECOND);
        assertThat(pacer.waitNanos(SECOND, 0)).isZero();
        assertThat(pacer.start(SECOND)).isEqualTo(SECOND);
        assertThat(pacer.waitNanos(SECOND, 99)).isEqualTo(SECOND / 10);
    }

    @Test
    void a_call_that_starts_late_counts_from_the_moment_it_was_meant_to() {
        Pacer pacer = Pacer.of(new Load.Open(10, false, 0), 1, 0);
        pacer.start(0);
        assertThat(pacer.waitNanos(SECOND, 1))
                .as("one is under way, which is all there may be")
                .isEqualTo(Pacer.UNTIL_A_CALL_ENDS);
        assertThat(pacer.waitNanos(SECOND, 0)).isZero();
        assertThat(pacer.start(SECOND)).as("meant for 0.1 s, started at 1 s").isEqualTo(SECOND / 10);
    }

    @Test
    void time_that_the_client_stood_still_moves_the_schedule() {
        Pacer pacer = Pacer.of(new Load.Open(10, false, 0), 100, 0);
        pacer.start(0);
        pacer.postpone(SECOND);
        assertThat(pacer.start(SECOND + SECOND / 10)).isEqualTo(SECOND + SECOND / 10);
    }
}
