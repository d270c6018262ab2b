package sevenlayers.handshake.tcp.congestion.bbr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of the model, each against the rules and constants of draft-ietf-ccwg-bbr-06. */
class ModelTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final int SMSS = 1_000;

    // The table of §5.6.1.
    @ParameterizedTest
    @CsvSource({
        "STARTUP, 2.77, 2",
        "DRAIN, 0.5, 2",
        "DOWN, 0.9, 2",
        "CRUISE, 1, 2",
        "REFILL, 1, 2",
        "UP, 1.25, 2.25",
        "PROBE_RTT, 1, 0.5"
    })
    void each_state_has_its_gains(State state, double pacing, double window) {
        assertThat(state.pacingGain()).isEqualTo(pacing);
        assertThat(state.windowGain()).isEqualTo(window);
    }

    @Test
    void a_round_trip_ends_when_that_is_acknowledged_which_was_sent_after_it_had_begun() {
        Rounds rounds = new Rounds();
        rounds.acknowledged(0, 1_000);
        assertThat(rounds.begins()).isTrue();
        rounds.acknowledged(0, 2_000);
        rounds.acknowledged(999, 3_000);
        assertThat(rounds.begins()).isFalse();
        rounds.acknowledged(1_000, 4_000);
        assertThat(rounds.begins()).isTrue();
        assertThat(rounds.count()).isEqualTo(2);
    }

    // §5.3.1.2: three round trips with less than 25 % of growth.
    @Test
    void the_pipe_is_full_after_three_round_trips_without_growth() {
        FullPipe pipe = new FullPipe();
        pipe.acknowledged(100, true, false);
        pipe.acknowledged(125, true, false);
        pipe.acknowledged(156, true, false);
        pipe.acknowledged(156, false, false); // within a round trip
        pipe.acknowledged(156, true, true); // the program's rate
        pipe.acknowledged(156, true, false);
        assertThat(pipe.now()).isFalse();
        pipe.acknowledged(156.2, true, false);
        assertThat(pipe.now()).isTrue();
        pipe.reset();
        assertThat(pipe.now()).isFalse();
        assertThat(pipe.reached()).as("once and for all").isTrue();
    }

    @Test
    void growth_by_a_quarter_begins_the_count_anew() {
        FullPipe pipe = new FullPipe();
        pipe.acknowledged(100, true, false);
        pipe.acknowledged(100, true, false);
        pipe.acknowledged(100, true, false);
        pipe.acknowledged(125, true, false);
        pipe.acknowledged(125, true, false);
        pipe.acknowledged(125, true, false);
        assertThat(pipe.reached()).isFalse();
        pipe.acknowledged(125, true, false);
        assertThat(pipe.reached()).isTrue();
    }

    // §5.5.3, §5.5.4
    @Test
    void the_highest_rate_is_kept_for_two_cycles_and_the_programs_rate_counts_only_where_it_is_higher() {
        MaxBandwidth max = new MaxBandwidth();
        max.sample(100, false);
        max.sample(90, true);
        max.sample(120, true);
        max.sample(0, false);
        assertThat(max.value()).isEqualTo(120);
        max.nextCycle();
        max.sample(50, false);
        assertThat(max.value()).isEqualTo(120);
        max.nextCycle();
        assertThat(max.value()).isEqualTo(50);
        max.nextCycle();
        assertThat(max.value()).as("a cycle without a sample").isEqualTo(50);
    }

    // §5.3.4: five seconds, ten seconds.
    @Test
    void the_shortest_round_trip_is_looked_for_after_five_seconds_and_forgotten_after_ten() {
        MinRtt rtt = new MinRtt();
        assertThat(rtt.nanos()).isEqualTo(MinRtt.UNKNOWN);
        rtt.acknowledged(-1, 0);
        assertThat(rtt.nanos()).isEqualTo(MinRtt.UNKNOWN);
        rtt.acknowledged(20 * MILLI, SECOND);
        rtt.acknowledged(30 * MILLI, 6 * SECOND);
        assertThat(rtt.isExpired()).isFalse();
        rtt.acknowledged(40 * MILLI, 6 * SECOND + 1);
        assertThat(rtt.isExpired()).isTrue();
        assertThat(rtt.nanos()).as("still known").isEqualTo(20 * MILLI);
        rtt.acknowledged(35 * MILLI, 11 * SECOND);
        assertThat(rtt.nanos()).isEqualTo(20 * MILLI);
        rtt.acknowledged(36 * MILLI, 11 * SECOND + 1);
        assertThat(rtt.nanos()).isEqualTo(35 * MILLI);
    }

    // §5.5.9
    @Test
    void what_is_acknowledged_beyond_the_rate_is_remembered_for_ten_round_trips() {
        AckAggregation acks = new AckAggregation(0);
        double rate = 1_000_000; // 1,000 bytes in a millisecond
        acks.acknowledged(8_000, rate, 100_000, MILLI, 1, true);
        assertThat(acks.extra()).isEqualTo(8_000);
        acks.acknowledged(1_000, rate, 100_000, 2 * MILLI, 1, true);
        assertThat(acks.extra()).isEqualTo(8_000);
        acks.acknowledged(1_000, rate, 100_000, 20 * MILLI, 10, true);
        assertThat(acks.extra()).isEqualTo(8_000);
        acks.acknowledged(1_000, rate, 100_000, 40 * MILLI, 11, true);
        assertThat(acks.extra()).as("the ten last").isEqualTo(1_000);
        acks.acknowledged(50_000, rate, 4_000, 60 * MILLI, 12, true);
        assertThat(acks.extra()).as("no more than the window").isEqualTo(4_000);
        acks.acknowledged(1_000, rate, 4_000, 200 * MILLI, 13, false);
        assertThat(acks.extra()).as("in Startup one").isEqualTo(1_000);
    }

    // §5.3.3.5: 1, 2, 4, 8 segments in successive round trips, spread over each.
    @Test
    void the_long_term_bound_grows_twice_as_fast_in_each_round_trip() {
        LongTerm bound = new LongTerm();
        bound.set(100 * SMSS);
        bound.refill();
        for (int growth = 1; growth <= 16; growth *= 2) {
            double before = bound.inFlight();
            bound.raiseSlope(64 * SMSS, SMSS);
            for (int acknowledged = 0; acknowledged < 64; acknowledged++) {
                bound.grow(SMSS, SMSS);
            }
            assertThat(bound.inFlight() - before).isEqualTo((double) growth * SMSS);
        }
        bound.stopGrowing();
        double before = bound.inFlight();
        bound.grow(1_000L * SMSS, SMSS);
        assertThat(bound.inFlight()).isEqualTo(before);
    }

    @Test
    void a_part_of_the_long_term_bound_is_left_for_others() {
        LongTerm bound = new LongTerm();
        assertThat(bound.withHeadroom(SMSS, 4 * SMSS)).isInfinite();
        bound.set(100 * SMSS);
        assertThat(bound.withHeadroom(SMSS, 4 * SMSS)).isEqualTo(85 * SMSS);
        bound.set(5 * SMSS);
        assertThat(bound.withHeadroom(SMSS, 4 * SMSS)).as("a segment at least").isEqualTo(4 * SMSS);
        bound.set(3 * SMSS);
        assertThat(bound.withHeadroom(SMSS, 4 * SMSS)).as("four are needed").isEqualTo(4 * SMSS);
    }

    // §5.5.10.2
    @ParameterizedTest
    @CsvSource({
        "100000, 2000, true, false",
        "100000, 2001, true, true",
        "100000, 1, false, true",
        "100000, 0, false, false",
    })
    void more_than_a_fiftieth_lost_is_too_much(int inFlight, long lost, boolean selectiveAcks, boolean tooHigh) {
        assertThat(LongTerm.isTooHigh(lost, inFlight, selectiveAcks)).isEqualTo(tooHigh);
    }

    // 49 of 50 before it arrive: with 0 lost of 49,000 the threshold is crossed 1,000 bytes into the next.
    @Test
    void what_was_in_flight_at_the_loss_is_where_the_threshold_was_crossed() {
        assertThat(LongTerm.inFlightAtLoss(59_000, 10_000, 10_000)).isCloseTo(50_000, within(0.001));
        double found = LongTerm.inFlightAtLoss(100_000, 12_000, 10_000);
        double lostThen = 2_000 + found - 90_000;
        assertThat(lostThen / found).isCloseTo(LongTerm.LOSS_THRESHOLD, within(1e-9));
    }

    // §5.5.10.3
    @Test
    void a_lossy_round_trip_bounds_by_what_it_delivered_and_by_no_more_than_three_tenths() {
        LatestRound nothing = new LatestRound();
        ShortTerm once = ShortTerm.UNBOUNDED.after(nothing, 1_000, 50_000);
        assertThat(once.rate()).isCloseTo(700, within(1e-9));
        assertThat(once.inFlight()).isCloseTo(35_000, within(1e-9));
        ShortTerm twice = once.after(nothing, 1_000, 50_000);
        assertThat(twice.rate()).isCloseTo(490, within(1e-9));
        assertThat(twice.or(once)).isEqualTo(once);
        assertThat(twice.or(ShortTerm.UNBOUNDED).rate()).isInfinite();
    }
}
