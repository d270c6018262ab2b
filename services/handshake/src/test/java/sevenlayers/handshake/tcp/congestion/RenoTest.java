package sevenlayers.handshake.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenoTest {
    private static Flow flow(String name, int segments) {
        return new Flow(CongestionControls.named(name, segments * Flow.SMSS), 100);
    }

    /** Past slow start: after a loss at twice this window. */
    private static Flow avoiding(String name, int segments) {
        Flow flow = flow(name, 2 * segments);
        flow.loss();
        return flow;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tahoe", "reno", "newreno", "cubic"})
    void slow_start_doubles_the_window_in_a_round_trip(String name) {
        Flow flow = flow(name, 10);
        assertThat(flow.control.phase()).isEqualTo("slow start");
        assertThat(flow.control.ssthresh()).isEqualTo(Integer.MAX_VALUE);
        flow.round(1);
        assertThat(flow.segments()).isEqualTo(20);
        flow.round(1);
        assertThat(flow.segments()).isEqualTo(40);
    }

    @Test
    void an_ack_of_two_segments_grows_the_window_by_one_in_slow_start() {
        // RFC 5681 §3.1, equation 2: min(N, SMSS), so that delayed ACKs make it 1.5 times a round trip.
        Flow flow = flow("reno", 10);
        flow.round(2);
        assertThat(flow.segments()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void congestion_avoidance_adds_a_segment_in_a_round_trip_however_many_an_ack_is_for(int segmentsAnAck) {
        Flow flow = avoiding("reno", 20);
        assertThat(flow.control.phase()).isEqualTo("congestion avoidance");
        for (int window = 20; window < 30; window++) {
            assertThat(flow.segments()).isEqualTo(window);
            flow.round(segmentsAnAck);
        }
    }

    @Test
    void a_loss_halves_what_is_in_flight() {
        Flow flow = flow("newreno", 40);
        flow.flightSize = 30 * Flow.SMSS;
        flow.control.lossDetected(flow);
        assertThat(flow.control.phase()).isEqualTo("fast recovery");
        assertThat(flow.control.ssthresh()).isEqualTo(15 * Flow.SMSS);
        flow.flightSize = 15 * Flow.SMSS;
        flow.control.recovered(flow);
        assertThat(flow.segments()).isEqualTo(15);
        assertThat(flow.control.phase()).isEqualTo("congestion avoidance");
    }

    @Test
    void an_end_of_recovery_with_little_in_flight_is_no_burst() {
        // RFC 6582 §3.2 step 3, option 1: min(ssthresh, max(FlightSize, SMSS) + SMSS)
        Flow flow = flow("newreno", 40);
        flow.flightSize = 40 * Flow.SMSS;
        flow.control.lossDetected(flow);
        flow.flightSize = 0;
        flow.control.recovered(flow);
        assertThat(flow.segments()).isEqualTo(2);
        assertThat(flow.control.phase()).isEqualTo("slow start");
    }

    @Test
    void tahoe_begins_anew_after_a_loss() {
        Flow flow = flow("tahoe", 40);
        flow.flightSize = 40 * Flow.SMSS;
        flow.control.lossDetected(flow);
        assertThat(flow.segments()).isEqualTo(1);
        assertThat(flow.control.phase()).isEqualTo("slow start");
        for (int window = 1; window < 16; window *= 2) {
            assertThat(flow.segments()).isEqualTo(window);
            flow.round(1);
        }
        flow.control.recovered(flow);
        assertThat(flow.segments()).isEqualTo(16);
        flow.round(1);
        assertThat(flow.segments()).as("the threshold is in between").isEqualTo(20);
    }

    @Test
    void no_threshold_is_below_two_segments() {
        Flow flow = flow("reno", 2);
        flow.loss();
        assertThat(flow.control.ssthresh()).isEqualTo(2 * Flow.SMSS);
    }

    @Test
    void a_timeout_leaves_one_segment_and_only_the_first_moves_the_threshold() {
        Flow flow = flow("reno", 40);
        flow.timeout(false);
        assertThat(flow.segments()).isEqualTo(1);
        assertThat(flow.control.ssthresh()).isEqualTo(20 * Flow.SMSS);
        flow.timeout(true);
        assertThat(flow.control.ssthresh()).isEqualTo(20 * Flow.SMSS);
        assertThat(flow.control.phase()).isEqualTo("slow start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tahoe", "reno", "newreno", "cubic"})
    void a_mark_of_congestion_reduces_as_a_loss_does_and_nothing_is_to_be_recovered(String name) {
        Flow flow = flow(name, 40);
        flow.flightSize = 40 * Flow.SMSS;
        flow.control.congestionMarked(flow);
        assertThat(flow.segments()).isEqualTo(name.equals("cubic") ? 28 : 20);
        assertThat(flow.control.phase()).isEqualTo("congestion avoidance");
    }

    @Test
    void a_window_that_is_not_in_use_does_not_grow() {
        Flow flow = flow("reno", 10);
        flow.limited = false;
        flow.round(1);
        assertThat(flow.segments()).isEqualTo(10);
    }

    @Test
    void after_silence_a_connection_begins_with_its_initial_window() {
        Flow flow = flow("reno", 10);
        flow.round(1);
        flow.control.idle(flow);
        assertThat(flow.segments()).isEqualTo(10);
        flow.timeout(false);
        flow.control.idle(flow);
        assertThat(flow.segments()).as("RFC 5681 §4.1: min(IW, cwnd)").isEqualTo(1);
    }

    @Test
    void a_loss_that_was_none_is_undone() {
        Flow flow = flow("newreno", 40);
        flow.timeout(false);
        flow.round(1);
        flow.control.undo();
        assertThat(flow.segments()).isEqualTo(40);
        assertThat(flow.control.ssthresh()).isEqualTo(Integer.MAX_VALUE);
    }

    // Mathis, Semke, Mahdavi, Ott (1997): with a loss every 1/p segments the window is a
    // saw between W/2 and W, and sqrt(3/2p) segments a round trip get through. Bytes are
    // counted (RFC 5681 §3.1): what an ACK is for makes no difference.
    @ParameterizedTest
    @ValueSource(longs = {1_000, 10_000, 100_000})
    void throughput_is_that_of_additive_increase_and_multiplicative_decrease(long segmentsForALoss) {
        double expected = Math.sqrt(1.5 * segmentsForALoss);
        assertThat(flow("newreno", 10).throughput(segmentsForALoss, 60)).isCloseTo(expected, within(0.03 * expected));
    }

    @ParameterizedTest
    @CsvSource({"500, 5000", "536, 5360", "1460, 14600", "2000, 14600", "8960, 17920"})
    void the_initial_window_is_that_of_rfc_6928(int mss, int bytes) {
        assertThat(CongestionControls.initialWindow(mss)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tahoe", "reno", "newreno", "cubic"})
    void who_takes_over_keeps_the_threshold_that_was_found(String name) {
        CongestionControl next = CongestionControls.named(name, 20 * Flow.SMSS);
        next.takeOver(15 * Flow.SMSS);
        assertThat(next.cwnd()).isEqualTo(20 * Flow.SMSS);
        assertThat(next.phase()).isEqualTo("congestion avoidance");
    }

    @Test
    void what_there_is_none_of_is_refused_with_the_list() {
        assertThatThrownBy(() -> CongestionControls.named("vegas", 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "no congestion control is called \"vegas\"; there are tahoe, reno, newreno, cubic");
        for (String name : CongestionControls.NAMES) {
            assertThat(CongestionControls.named(name, 10_000).name()).isEqualTo(name);
        }
    }
}
