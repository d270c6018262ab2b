package sevenlayers.handshake.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.tcp.TcpOption;

/** RFC 9293 §3.10.7, branch by branch, and the challenges of RFC 5961. */
final class ArrivalTest {
    private static OneEnd established() {
        return OneEnd.established(OneEnd.plain(), 65_535);
    }

    /** A connection in this state: iss 100, irs 300. */
    static OneEnd in(TcpState state) {
        OneEnd end = state == TcpState.CLOSED
                        || state == TcpState.LISTEN
                        || state == TcpState.SYN_SENT
                        || state == TcpState.SYN_RECEIVED
                ? new OneEnd(OneEnd.plain())
                : established();
        switch (state) {
            case CLOSED, ESTABLISHED -> {}
            case LISTEN -> end.listen();
            case SYN_SENT -> end.open();
            case SYN_RECEIVED -> end.listen().arrives("S 300");
            case FIN_WAIT_1 -> end.close();
            case FIN_WAIT_2 -> end.shutdown().arrives(". 301 ack 102");
            case CLOSE_WAIT -> end.arrives("F. 301 ack 101");
            case CLOSING -> end.close().arrives("F. 301 ack 101");
            case LAST_ACK -> end.arrives("F. 301 ack 101").close();
            case TIME_WAIT -> end.close().arrives("F. 301 ack 102");
        }
        end.left.clear();
        return end.is(state);
    }

    @Test
    void closed_everyCaseOfAReset() {
        OneEnd end = new OneEnd(OneEnd.plain());
        end.arrives("S 500").sends("R. 0 ack 501");
        end.arrives("S 500 length 10").sends("R. 0 ack 511");
        end.arrives(". 500 ack 77").sends("R 77");
        end.arrives("R 500").sendsNothing();
    }

    @Test
    void listen_everyCase() {
        OneEnd end = new OneEnd(OneEnd.plain());
        end.listen();
        end.arrives("R 1").sendsNothing().is(TcpState.LISTEN);
        end.arrives(". 1 ack 55").sends("R 55").is(TcpState.LISTEN);
        end.arrives("S. 1 ack 55").sends("R 55").is(TcpState.LISTEN);
        end.arrives("F 1").sendsNothing().is(TcpState.LISTEN);
        assertThat(end.discards)
                .containsExactly(Rule.RESET_IGNORED, Rule.ACK_IN_LISTEN, Rule.ACK_IN_LISTEN, Rule.NOT_A_SYN);
    }

    @Test
    void listen_dataWithTheSynIsKeptUntilTheHandshakeIsOver() {
        OneEnd end = new OneEnd(OneEnd.plain());
        end.listen().arrives("S 300 length 10").sends("S. 100 ack 311").notTold(TcpNotification.READABLE);
        end.arrives(". 311 ack 101").told(TcpNotification.READABLE);
        assertThat(end.read(100)).isEqualTo(10);
    }

    @Test
    void listen_aSendMakesItAnActiveOpen() {
        OneEnd end = new OneEnd(OneEnd.plain());
        end.listen().write(10).sends("S 100").is(TcpState.SYN_SENT);
        end.arrives("S. 300 ack 101").sends("P. 101 ack 301 length 10").is(TcpState.ESTABLISHED);
        assertThat(end.connection.isPassive()).isFalse();
    }

    @Test
    void synSent_everyCase() {
        OneEnd end = new OneEnd(OneEnd.plain());
        end.open().sends("S 100");
        end.arrives(". 300 ack 100").sends("R 100");
        end.arrives(". 300 ack 102").sends("R 102");
        end.arrives("R. 300 ack 100").sendsNothing();
        end.arrives("R 300").sendsNothing();
        end.arrives(". 300 ack 101").sendsNothing().is(TcpState.SYN_SENT);
        end.arrives("R. 0 ack 101")
                .is(TcpState.CLOSED)
                .told(TcpNotification.REFUSED)
                .told(TcpNotification.CLOSED);
    }

    @Test
    void synReceived_anAckThatIsNotOfOurSynIsReset() {
        OneEnd end = in(TcpState.SYN_RECEIVED);
        end.arrives(". 301 ack 500").sends("R 500").is(TcpState.SYN_RECEIVED);
        end.arrives(". 301 ack 100").sends("R 100").is(TcpState.SYN_RECEIVED);
    }

    @Test
    void synReceived_theSameSynIsAnsweredAgain() {
        in(TcpState.SYN_RECEIVED).arrives("S 300").sends("S. 100 ack 301").is(TcpState.SYN_RECEIVED);
    }

    @Test
    void synReceived_aSynInTheWindowSendsAPassiveEndBackToListen() {
        in(TcpState.SYN_RECEIVED).arrives("S 350").is(TcpState.LISTEN);
    }

    @Test
    void synReceived_remembersWhetherItBeganWithAPassiveOpen() {
        in(TcpState.SYN_RECEIVED).arrives("R 301").is(TcpState.LISTEN).notTold(TcpNotification.REFUSED);
        OneEnd active = new OneEnd(OneEnd.plain());
        active.open().arrives("S 300").is(TcpState.SYN_RECEIVED);
        active.arrives("R 301").is(TcpState.CLOSED).told(TcpNotification.REFUSED);
    }

    @Test
    void synReceived_aCloseSendsTheFinAtOnce() {
        OneEnd end = in(TcpState.SYN_RECEIVED);
        end.shutdown().is(TcpState.FIN_WAIT_1).sends("F. 101 ack 301");
        end.arrives(". 301 ack 102").is(TcpState.FIN_WAIT_2);
    }

    @ParameterizedTest
    @EnumSource(
            value = TcpState.class,
            names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT"})
    void rst_withTheRightNumberEndsTheConnectionAndTheProgramIsTold(TcpState state) {
        OneEnd end = in(state);
        end.arrives("R " + Integer.toUnsignedString(end.connection.rcvNxt()))
                .is(TcpState.CLOSED)
                .told(TcpNotification.RESET)
                .sendsNothing();
    }

    @ParameterizedTest
    @EnumSource(
            value = TcpState.class,
            names = {"CLOSING", "LAST_ACK", "TIME_WAIT"})
    void rst_afterBothHaveClosedEndsTheConnectionWithoutAWord(TcpState state) {
        OneEnd end = in(state);
        end.arrives("R " + Integer.toUnsignedString(end.connection.rcvNxt()))
                .is(TcpState.CLOSED)
                .notTold(TcpNotification.RESET);
    }

    @ParameterizedTest
    @EnumSource(
            value = TcpState.class,
            names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    void rst_inTheWindowButNotAtItsBeginningIsChallenged(TcpState state) {
        OneEnd end = in(state);
        int next = end.connection.rcvNxt();
        end.arrives("R " + (next + 10));
        assertThat(end.take().acknowledgmentNumber()).isEqualTo(next);
        end.is(state);
    }

    @ParameterizedTest
    @EnumSource(
            value = TcpState.class,
            names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    void rst_outsideTheWindowIsIgnored(TcpState state) {
        in(state).arrives("R 200").is(state).sendsNothing();
    }

    @ParameterizedTest
    @EnumSource(
            value = TcpState.class,
            names = {"ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    void syn_onAnOpenConnectionIsChallenged(TcpState state) {
        OneEnd end = in(state);
        end.arrives("S " + (end.connection.rcvNxt() + 5));
        assertThat(end.take().toString()).startsWith(". ");
        end.is(state);
    }

    @ParameterizedTest
    @CsvSource({"SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT"})
    void abort_sendsAReset(TcpState state) {
        OneEnd end = in(state);
        int next = end.connection.sndNxt();
        end.abort().sends("R " + next).is(TcpState.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"LISTEN", "SYN_SENT", "CLOSING", "LAST_ACK", "TIME_WAIT"})
    void abort_sendsNothingWhereNobodyNeedsIt(TcpState state) {
        in(state).abort().sendsNothing().is(TcpState.CLOSED);
    }

    @Test
    void sequence_whatLiesOutsideTheWindowIsAnsweredWithWhatIsExpected() {
        OneEnd end = established();
        end.arrives("P. 200 ack 101 length 10").sends(". 101 ack 301");
        end.arrives("P. 90000 ack 101 length 10").sends(". 101 ack 301").notTold(TcpNotification.READABLE);
    }

    @Test
    void sequence_numbersWrap() {
        OneEnd end = new OneEnd(OneEnd.plain());
        end.open().left.clear();
        end.arrives("S. 4294967290 ack 101").sends(". 101 ack 4294967291");
        end.arrives("P. 4294967291 ack 101 length 10").arrives("P. 5 ack 101 length 10");
        assertThat(end.read(100)).isEqualTo(20);
        assertThat(end.connection.rcvNxt()).isEqualTo(15);
    }

    @Test
    void sequence_aSegmentThatReachesIntoTheWindowIsTrimmed() {
        OneEnd end = established();
        end.arrives("P. 301 ack 101 length 10");
        end.arrives("P. 306 ack 101 length 10").sends(". 101 ack 316");
        assertThat(end.read(100)).isEqualTo(15);
    }

    @Test
    void ack_missing_isThrownAway() {
        OneEnd end = established();
        end.arrives("P 301 length 10").sendsNothing().notTold(TcpNotification.READABLE);
        assertThat(end.discards).containsExactly(Rule.WITHOUT_ACK);
    }

    @Test
    void ack_ofWhatWasNotSentIsChallenged() {
        established().arrives("P. 301 ack 102 length 10").sends(". 101 ack 301").notTold(TcpNotification.READABLE);
    }

    @Test
    void ack_olderThanTheLargestWindowIsChallenged() {
        OneEnd end = OneEnd.established(OneEnd.plain(), 1_000);
        end.arrives(". 301 ack " + Integer.toUnsignedString(101 - 1_001) + " win 1000")
                .sends(". 101 ack 301");
        assertThat(end.discards).containsExactly(Rule.CHALLENGE_ACK);
    }

    @Test
    void challenges_areLimitedInEachSecond() {
        OneEnd end = OneEnd.established(
                OneEnd.plain().with().challengeAcksPerSecond(3).build(), 1_000);
        for (int i = 0; i < 10; i++) {
            end.arrives("R 310");
        }
        assertThat(end.left).hasSize(3);
        end.left.clear();
        end.passes(OneEnd.SECOND).arrives("R 310").sends(". 101 ack 301");
    }

    @Test
    void window_anOldSegmentDoesNotChangeIt() {
        OneEnd end = OneEnd.established(OneEnd.plain(), 1_000);
        end.arrives("P. 301 ack 101 win 5000 length 1").arrives(". 301 ack 101 win 9000");
        assertThat(end.connection.sndWnd()).isEqualTo(5_000);
    }

    @Test
    void closing_answersDataAfterTheFinWithNothingButAnAck() {
        OneEnd end = in(TcpState.CLOSING);
        end.arrives("P. 302 ack 101 length 10")
                .notTold(TcpNotification.READABLE)
                .is(TcpState.CLOSING);
    }

    @Test
    void timeWait_theFinAgainIsAcknowledgedAndTheWaitBeginsAnew() {
        OneEnd end = in(TcpState.TIME_WAIT);
        end.passes(100 * OneEnd.SECOND).arrives("F. 301 ack 102").sends(". 102 ack 302");
        end.passes(239 * OneEnd.SECOND)
                .is(TcpState.TIME_WAIT)
                .passes(OneEnd.SECOND)
                .is(TcpState.CLOSED);
    }

    @Test
    void timeWait_lastsTwoMaximumSegmentLifetimesAndRunsNoOtherTimer() {
        OneEnd end = in(TcpState.TIME_WAIT);
        for (TcpTimer timer : TcpTimer.values()) {
            assertThat(end.connection.timerAt(timer))
                    .as(timer.text())
                    .isEqualTo(timer == TcpTimer.TIME_WAIT ? 240 * OneEnd.SECOND : -1);
        }
    }

    @Test
    void timeWait_givesWayToANewerSyn() {
        OneEnd end = in(TcpState.TIME_WAIT);
        assertThat(end.connection.makesWayFor(OneEnd.segment("S 5000"))).isTrue();
        assertThat(end.connection.makesWayFor(OneEnd.segment("S 250"))).isFalse();
        assertThat(end.connection.makesWayFor(OneEnd.segment("S. 5000 ack 1"))).isFalse();
    }

    @Test
    void close_withDataUnreadResets() {
        OneEnd end = established();
        end.arrives("P. 301 ack 101 length 10").close().sends("R 101").is(TcpState.CLOSED);
    }

    @Test
    void close_dataThatArrivesAfterwardsIsReset() {
        OneEnd end = in(TcpState.FIN_WAIT_1);
        end.arrives("P. 301 ack 102 length 10").sends("R 102").is(TcpState.CLOSED);
    }

    @Test
    void finWait2_isLeftAfterATimeWhereTheSettingsSaySo() {
        OneEnd end = OneEnd.established(
                OneEnd.plain().with().finWait2TimeoutNanos(60 * OneEnd.SECOND).build(), 65_535);
        end.close()
                .arrives(". 301 ack 102")
                .is(TcpState.FIN_WAIT_2)
                .passes(60 * OneEnd.SECOND)
                .is(TcpState.CLOSED);
    }

    @Test
    void timestamps_anOldOneIsThrownAwayAndAnswered() {
        OneEnd end = OneEnd.established(
                TcpSettings.rfc(), 65_535, new TcpOption.MaximumSegmentSize(1_460), new TcpOption.Timestamps(1_000, 0));
        end.arrives("P. 301 ack 101 length 10", new TcpOption.Timestamps(999, 0))
                .sends(". 101 ack 301");
        assertThat(end.discards).containsExactly(Rule.OLD_TIMESTAMP);
        end.arrives("P. 301 ack 101 length 10", new TcpOption.Timestamps(1_001, 0))
                .told(TcpNotification.READABLE);
        end.arrives("P. 311 ack 101 length 10");
        assertThat(end.discards).containsExactly(Rule.OLD_TIMESTAMP, Rule.TIMESTAMP_MISSING);
    }

    @Test
    void timestamps_areEchoedFromTheSegmentThatWasNextInOrder() {
        OneEnd end = OneEnd.established(
                TcpSettings.rfc().with().delayedAckNanos(0).build(),
                65_535,
                new TcpOption.MaximumSegmentSize(1_460),
                new TcpOption.Timestamps(1_000, 0));
        end.arrives("P. 311 ack 101 length 10", new TcpOption.Timestamps(1_005, 0));
        assertThat(end.take().options().timestampEchoReply()).isEqualTo(1_000);
        end.arrives("P. 301 ack 101 length 10", new TcpOption.Timestamps(1_004, 0));
        assertThat(end.take().options().timestampEchoReply()).isEqualTo(1_004);
    }

    @Test
    void ecn_isAgreedUponAndEchoedUntilTheOtherEndHasReduced() {
        TcpSettings settings =
                OneEnd.plain().with().ecn(true).delayedAckNanos(0).build();
        OneEnd end = new OneEnd(settings);
        end.open().sends("SEW 100");
        end.arrives("S.E 300 ack 101", new TcpOption.MaximumSegmentSize(1_460)).sends(". 101 ack 301");
        end.write(10).sends("P. 101 ack 301 length 10");
        assertThat(end.ecns).endsWith(Ecn.ECT_0);
        end.arrivesMarked("P. 301 ack 111 length 10").sends("E. 111 ack 311");
        end.arrives("P. 311 ack 111 length 10").sends("E. 111 ack 321");
        end.arrives("P.W 321 ack 111 length 10").sends(". 111 ack 331");
    }

    @Test
    void ecn_anEchoReducesTheWindowOnceAndTheNextDataSaysSo() {
        OneEnd end = new OneEnd(OneEnd.plain().with().ecn(true).build());
        end.open().left.clear();
        end.arrives("S.E 300 ack 101", new TcpOption.MaximumSegmentSize(1_460))
                .left
                .clear();
        long before = end.connection.cwnd();
        end.write(14_600).left.clear();
        end.arrives(".E 301 ack 1561");
        assertThat(end.connection.cwnd()).isLessThan(before);
        long after = end.connection.cwnd();
        end.arrives(".E 301 ack 3021");
        assertThat(end.connection.cwnd()).isEqualTo(after);
        end.left.clear();
        end.arrives(". 301 ack 14701").write(10).sends("PW. 14701 ack 301 length 10");
    }

    @Test
    void ecn_anEndThatOnlyAnswersDoesNotAsk() {
        TcpSettings settings = OneEnd.plain().with().ecn(EcnUse.ANSWERS).build();
        new OneEnd(settings).open().sends("S 100");
        new OneEnd(settings).listen().arrives("SEW 300").sends("SE. 100 ack 301");
        new OneEnd(settings).listen().arrives("S 300").sends("S. 100 ack 301");
    }

    @Test
    void ecn_anEndThatHasItOffDoesNotAgree() {
        new OneEnd(OneEnd.plain()).listen().arrives("SEW 300").sends("S. 100 ack 301");
    }
}
