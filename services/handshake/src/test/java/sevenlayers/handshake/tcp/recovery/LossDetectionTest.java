package sevenlayers.handshake.tcp.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.SackBlock;

/** Ten segments of 1,000 bytes, numbered from 0, a millisecond apart, and a round trip of 100 ms. */
class LossDetectionTest implements LossDetection.Heard, SentQueue.Sacked {
    private static final int SMSS = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long ROUND_TRIP = 100 * MILLI;

    private final SentQueue sent = new SentQueue();
    private LossDetection detection = new GoBackN();
    private int sndUna;
    private int duplicateAcks;
    private boolean partialAck;
    private boolean duplicateReported;
    private long nowNanos;

    private void sent(String name, int segments) {
        detection = LossDetections.named(name, true);
        for (int i = 0; i < segments; i++) {
            sent.add(new SentSegment(i * SMSS, (i + 1) * SMSS, 0, i * MILLI));
        }
    }

    /** Segments have arrived beyond a gap; the time is that of the last one's ACK. */
    private void sacked(int from, int to) {
        nowNanos = Math.max(nowNanos, (to - 1) * MILLI + ROUND_TRIP);
        duplicateAcks += to - from;
        sent.sacked(List.of(new SackBlock(from * SMSS, to * SMSS)), sndUna, sent.size() * SMSS + sndUna, this);
    }

    private void acknowledged(int upTo) {
        sndUna = upTo * SMSS;
        duplicateAcks = 0;
        for (SentSegment s = sent.acknowledge(sndUna); s != null; s = sent.acknowledge(sndUna)) {
            if (!s.sacked()) {
                sacked(s);
            }
        }
    }

    private void retransmitDue() {
        for (SentSegment due = sent.firstDue(); due != null; due = sent.firstDue()) {
            sent.sentAgain(due, nowNanos);
        }
    }

    private List<Integer> lost() {
        List<Integer> lost = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            if (sent.at(i).isDue()) {
                lost.add(sent.at(i).start() / SMSS);
            }
        }
        return lost;
    }

    @Test
    void three_duplicates_make_the_first_lost_and_two_do_not() {
        sent("newreno", 10);
        duplicateAcks = 2;
        assertThat(detection.detect(sent, this)).isNull();
        duplicateAcks = 3;
        assertThat(detection.detect(sent, this)).isEqualTo(Rule.THREE_DUPLICATE_ACKS);
        assertThat(lost()).containsExactly(0);
        assertThat(sent.bytesInFlight()).isEqualTo(9 * SMSS);
        retransmitDue();
        duplicateAcks = 4;
        assertThat(detection.detect(sent, this)).as("once only").isNull();
        assertThat(sent.bytesInFlight()).isEqualTo(10 * SMSS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reno", "newreno"})
    void a_partial_ack_means_a_second_loss_to_newreno_only(String name) {
        sent(name, 10);
        duplicateAcks = 3;
        detection.detect(sent, this);
        retransmitDue();
        acknowledged(4);
        partialAck = true;
        assertThat(detection.detect(sent, this)).isEqualTo(name.equals("newreno") ? Rule.PARTIAL_ACK : null);
        assertThat(lost()).isEqualTo(name.equals("newreno") ? List.of(4) : List.of());
    }

    @Test
    void going_back_finds_nothing_before_the_timeout_which_takes_everything_for_lost() {
        sent("go_back_n", 4);
        duplicateAcks = 20;
        assertThat(detection.detect(sent, this)).isNull();
        sent.markAllLost(true);
        assertThat(lost()).containsExactly(0, 1, 2, 3);
        assertThat(sent.bytesInFlight()).isZero();
    }

    @Test
    void three_segments_sacked_beyond_it_make_each_hole_lost() {
        sent("sack", 10);
        sacked(1, 3);
        assertThat(detection.detect(sent, this)).as("two are not enough").isNull();
        sacked(4, 5);
        assertThat(detection.detect(sent, this)).isEqualTo(Rule.SACKED_BEYOND);
        assertThat(lost()).as("3 has one beyond it").containsExactly(0);
        assertThat(sent.bytesInFlight())
                .as("seven are not sacked, one of them is lost")
                .isEqualTo(6 * SMSS);
        sacked(6, 8);
        assertThat(detection.detect(sent, this)).isEqualTo(Rule.SACKED_BEYOND);
        assertThat(lost()).containsExactly(0, 3);
    }

    @Test
    void what_was_taken_for_lost_and_has_arrived_is_not_sent_again() {
        sent("sack", 10);
        sacked(2, 5);
        detection.detect(sent, this);
        assertThat(lost()).containsExactly(0, 1);
        sacked(1, 2);
        assertThat(lost()).containsExactly(0);
    }

    @Test
    void a_report_of_a_duplicate_or_of_nothing_that_was_sent_marks_nothing() {
        sent("sack", 4);
        acknowledged(2);
        List<SackBlock> nonsense = List.of(
                new SackBlock(0, 1_000), // before SND.UNA: RFC 2883 §4
                new SackBlock(3_000, 3_000),
                new SackBlock(3_000, 2_000),
                new SackBlock(3_000, 9_000), // beyond SND.NXT
                new SackBlock(2_000, 2_999)); // a part of a segment
        assertThat(sent.sacked(nonsense, sndUna, 4_000, this)).isZero();
        assertThat(sent.anySacked()).isFalse();
        assertThat(sent.bytesInFlight()).isEqualTo(2 * SMSS);
    }

    @Test
    void after_a_timeout_reports_are_void_where_the_receiver_has_gone_back_on_them() {
        sent("sack", 4);
        sacked(2, 3);
        sent.markAllLost(false);
        assertThat(lost()).containsExactly(0, 1, 3);
        sent.markAllLost(true); // RFC 2018 §8
        assertThat(lost()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void time_finds_a_loss_that_duplicates_cannot() {
        sent("rack", 3);
        // Only one segment arrives beyond the gap. RFC 8985 §6.2: after a
        // quarter of the shortest round trip it is lost.
        sacked(1, 2);
        assertThat(detection.detect(sent, this)).isNull();
        assertThat(detection.reorderingTimeoutNanos()).isEqualTo(ROUND_TRIP / 4 - MILLI);
        nowNanos += detection.reorderingTimeoutNanos();
        assertThat(detection.detect(sent, this)).isEqualTo(Rule.LATER_SEGMENT_ARRIVED);
        assertThat(lost()).as("2 was sent later").containsExactly(0);
        assertThat(detection.reorderingTimeoutNanos()).isZero();
    }

    @Test
    void three_duplicates_need_no_time_as_long_as_nothing_was_reordered() {
        sent("rack", 10);
        sacked(1, 4);
        assertThat(detection.detect(sent, this)).isEqualTo(Rule.LATER_SEGMENT_ARRIVED);
        assertThat(lost()).containsExactly(0);
    }

    @Test
    void a_second_hole_needs_no_time_either_when_a_partial_ack_has_ended_the_row_of_duplicates() {
        sent("rack", 10);
        sacked(1, 4);
        detection.detect(sent, this);
        retransmitDue();
        sacked(5, 8);
        acknowledged(4); // 4 is the second hole
        nowNanos += MILLI;
        assertThat(duplicateAcks).isZero();
        detection.detect(sent, this);
        assertThat(lost()).containsExactly(4);
    }

    @Test
    void where_reordering_was_seen_three_duplicates_are_no_proof() {
        sent("rack", 10);
        sacked(1, 2);
        nowNanos += 2 * MILLI;
        acknowledged(2); // 0 came after 1
        sacked(3, 7);
        assertThat(detection.detect(sent, this)).isNull();
        assertThat(detection.reorderingTimeoutNanos()).isPositive().isLessThan(ROUND_TRIP / 4);
        nowNanos += detection.reorderingTimeoutNanos();
        assertThat(detection.detect(sent, this)).isEqualTo(Rule.LATER_SEGMENT_ARRIVED);
        assertThat(lost()).containsExactly(2);
    }

    // RFC 8985 §6.2 step 4: min(RACK.reo_wnd_mult * RACK.min_RTT / 4, SRTT); 16 recoveries without a duplicate end it.
    @Test
    void what_arrives_twice_widens_the_window_once_a_round_trip_up_to_a_round_trip_and_for_sixteen_recoveries() {
        sent("rack", 10);
        sacked(1, 2);
        assertThat(quarters()).isEqualTo(1);
        duplicateReported = true;
        assertThat(quarters()).isEqualTo(2);
        assertThat(quarters()).as("in the same round trip").isEqualTo(2);
        for (int round = 3; round < 8; round++) {
            duplicateReported = false;
            acknowledged(sent.size() + sndUna / SMSS);
            int first = sndUna / SMSS;
            sent.add(new SentSegment(first * SMSS, (first + 1) * SMSS, 0, nowNanos));
            sent.add(new SentSegment((first + 1) * SMSS, (first + 2) * SMSS, 0, nowNanos));
            nowNanos += ROUND_TRIP;
            sent.sacked(List.of(new SackBlock((first + 1) * SMSS, (first + 2) * SMSS)), sndUna, next(), this);
            duplicateReported = true;
            assertThat(quarters()).isEqualTo(Math.min(round, 4));
        }
        duplicateReported = false;
        for (int recovery = 1; recovery < 16; recovery++) {
            detection.recovered();
        }
        assertThat(quarters()).isEqualTo(4);
        detection.recovered();
        assertThat(quarters()).isEqualTo(1);
    }

    /** How long the first hole is waited for from when that arrived which lies behind it, in quarters of a round trip. */
    private int quarters() {
        detection.detect(sent, this);
        long sentEarlier = sent.at(1).sentAtNanos() - sent.at(0).sentAtNanos();
        return (int) ((detection.reorderingTimeoutNanos() + sentEarlier) / (ROUND_TRIP / 4));
    }

    @Test
    void a_retransmission_that_is_lost_again_is_found_by_what_was_sent_after_it() {
        sent("rack", 10);
        sacked(1, 4);
        detection.detect(sent, this);
        retransmitDue();
        sent.add(new SentSegment(10 * SMSS, 11 * SMSS, 0, nowNanos + MILLI));
        nowNanos += MILLI + ROUND_TRIP;
        sent.sacked(List.of(new SackBlock(10 * SMSS, 11 * SMSS)), 0, 11 * SMSS, this);
        detection.detect(sent, this);
        assertThat(lost()).contains(0);
    }

    @Test
    void an_answer_to_the_first_sending_says_nothing_about_the_second() {
        sent("rack", 3);
        sacked(1, 3);
        nowNanos = 5 * ROUND_TRIP;
        sent.markAllLost(false);
        retransmitDue();
        nowNanos += MILLI; // far below the shortest round trip
        SentSegment first = sent.at(0);
        detection.delivered(first, nowNanos, ROUND_TRIP);
        assertThat(detection.detect(sent, this)).isNull();
    }

    @Test
    void a_part_that_was_acknowledged_is_cut_off_and_a_segment_too_large_for_the_path_is_cut_in_two() {
        sent("sack", 3);
        assertThat(sent.acknowledge(400)).isNull();
        assertThat(sent.at(0).start()).isEqualTo(400);
        assertThat(sent.bytesInFlight()).isEqualTo(2_600);
        sent.split(1, 300);
        assertThat(sent.size()).isEqualTo(4);
        assertThat(List.of(
                        sent.at(1).end(),
                        sent.at(2).start(),
                        sent.at(2).end(),
                        sent.at(3).start()))
                .containsExactly(1_300, 1_300, 2_000, 2_000);
        assertThat(sent.bytesInFlight()).isEqualTo(2_600);
    }

    @Test
    void the_queue_keeps_its_order_while_it_grows_and_goes_round() {
        for (int i = 0; i < 100; i++) {
            sent.add(new SentSegment(i, i + 1, 0, 0));
            if (i % 3 == 0) {
                sent.acknowledge(sent.at(0).end());
            }
        }
        assertThat(sent.size()).isEqualTo(66);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.at(i).start()).isEqualTo(34 + i);
        }
        assertThat(sent.bytesInFlight()).isEqualTo(66);
    }

    @Test
    void without_sack_newreno_stands_in_and_an_unknown_name_is_refused_with_the_list() {
        assertThat(LossDetections.named("rack", false).name()).isEqualTo("newreno");
        assertThat(LossDetections.named("sack", false).name()).isEqualTo("newreno");
        assertThatThrownBy(() -> LossDetections.named("fack", true))
                .hasMessage("no loss recovery is called \"fack\"; there are go_back_n, reno, newreno, sack, rack");
    }

    @Override
    public void sacked(SentSegment segment) {
        detection.delivered(segment, nowNanos, ROUND_TRIP);
    }

    @Override
    public int duplicateAcks() {
        return duplicateAcks;
    }

    @Override
    public boolean partialAck() {
        return partialAck;
    }

    @Override
    public int smss() {
        return SMSS;
    }

    @Override
    public long smoothedRttNanos() {
        return ROUND_TRIP;
    }

    @Override
    public boolean duplicateReported() {
        return duplicateReported;
    }

    @Override
    public int unacknowledged() {
        return sndUna;
    }

    @Override
    public int next() {
        return sent.size() * SMSS + sndUna;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }
}
