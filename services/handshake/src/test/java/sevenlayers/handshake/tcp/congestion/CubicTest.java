package sevenlayers.handshake.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CubicTest {
    private static Flow flow(int segments) {
        return new Flow(new Cubic(segments * Flow.SMSS), 100);
    }

    @Test
    void the_time_to_the_old_window_is_that_of_figure_2() {
        assertThat(Cubic.k(100, 70)).isCloseTo(4.2172, within(0.00005));
        assertThat(Cubic.k(100, 100)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 70.000", "1, 86.681", "2, 95.640", "4, 99.996", "6, 102.267", "8, 121.653"})
    void the_curve_is_that_of_figure_1(double seconds, double window) {
        assertThat(Cubic.w(seconds, Cubic.k(100, 70), 100)).isCloseTo(window, within(0.001));
    }

    @ParameterizedTest
    @CsvSource({"1, 86.681", "2, 95.640", "4, 99.996", "6, 102.267", "8, 121.653"})
    void a_sender_follows_the_curve_after_a_loss(double seconds, double window) {
        // Of a long round trip, so that Reno's window lies below the curve; the window is the curve's a round trip
        // later (§4.4).
        Flow flow = new Flow(new Cubic(100 * Flow.SMSS), 400);
        flow.loss();
        assertThat(flow.segments()).isEqualTo(70);
        flow.seconds(seconds);
        double curve = Cubic.w(seconds, Cubic.k(100, 70), 100);
        assertThat(curve).isCloseTo(window, within(0.001));
        assertThat(flow.control.cwnd() / (double) Flow.SMSS).isCloseTo(curve, within(0.03 * curve));
    }

    // RFC 9438 §5.2, table 1: segments in a round trip of 0.1 s. A cold run
    // is above it: what counts is the time after many losses.
    @ParameterizedTest
    @CsvSource({"100, 12", "1000, 38", "10000, 187", "100000, 1054", "1000000, 5926"})
    void throughput_is_that_of_table_1(long segmentsForALoss, double window) {
        assertThat(flow(10).throughput(segmentsForALoss, 80)).isCloseTo(window, within(0.1 * window));
    }

    @Test
    void a_second_loss_below_the_first_makes_room_for_others() {
        Flow flow = new Flow(new Cubic(100 * Flow.SMSS), 1_000); // Reno would need 20 s
        flow.loss();
        // §4.7: 70 is less than 100, so that the new plateau is 70 * 1.7 / 2 = 59.5 and not 70.
        flow.loss();
        assertThat(flow.segments()).isEqualTo(49);
        flow.seconds(Cubic.k(59.5, 49));
        assertThat(flow.control.cwnd() / (double) Flow.SMSS).isCloseTo(59.5, within(2.0));
    }

    @Test
    void a_loss_that_was_none_leaves_the_curve_as_it_was() {
        // RFC 9438 §4.9: figure 1's curve goes on at 6 seconds as if nothing had happened at 3.
        Flow flow = new Flow(new Cubic(100 * Flow.SMSS), 400);
        flow.loss();
        flow.seconds(3);
        long window = flow.control.cwnd();
        flow.loss();
        assertThat(flow.control.cwnd()).isLessThan((int) window);
        flow.control.undo();
        assertThat(flow.control.cwnd()).isEqualTo((int) window);
        flow.seconds(3);
        assertThat(flow.control.cwnd() / (double) Flow.SMSS).isCloseTo(102.3, within(2.5));
    }

    @Test
    void after_a_timeout_the_plateau_is_where_congestion_avoidance_begins() {
        Flow flow = flow(100);
        flow.timeout(false);
        assertThat(flow.segments()).isEqualTo(1);
        while (flow.control.phase().equals("slow start")) {
            flow.acknowledged();
        }
        assertThat(flow.segments()).isEqualTo(70);
        flow.seconds(2);
        // §4.8: K = 0: 70 + 0.4 * 2.1^3 (and a curve to 100 would be at 95 by now); Reno's is at 70 + 0.53 * 20 = 80.6.
        assertThat(flow.segments()).isBetween(78, 83);
    }

    @Test
    void with_short_round_trips_it_is_as_fast_as_reno() {
        // §4.3: in 2 ms the curve has hardly begun; Reno's estimate grows by alpha = 0.53 a round trip, and by 1 beyond
        // the old window.
        Flow flow = new Flow(new Cubic(20 * Flow.SMSS), 2);
        flow.loss();
        assertThat(flow.segments()).isEqualTo(14);
        for (int i = 0; i < 11; i++) {
            flow.round(1);
        }
        assertThat(flow.control.cwnd() / (double) Flow.SMSS).isCloseTo(14 + 0.529 * 11, within(0.6));
        for (int i = 0; i < 20; i++) {
            flow.round(1);
        }
        assertThat(flow.control.cwnd() / (double) Flow.SMSS).isCloseTo(14 + 0.529 * 11 + 20, within(1.5));
    }

    @Test
    void time_in_which_the_program_limits_does_not_count() {
        Flow flow = flow(100);
        flow.loss();
        flow.seconds(1);
        int before = flow.segments();
        flow.limited = false;
        flow.seconds(60);
        assertThat(flow.segments()).isEqualTo(before);
        flow.limited = true;
        flow.seconds(0.2);
        assertThat(flow.segments()).as("§5.8: it goes on where it was").isBetween(before, before + 4);
    }
}
