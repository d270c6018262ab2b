package sevenlayers.handshake.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.TcpOption;

/** Timers as numbers, what is given up and when, what is lost and sent again, and what ICMP says. */
final class TimersTest {
    private static final long SECOND = OneEnd.SECOND;

    private static OneEnd established(int window) {
        return OneEnd.established(OneEnd.plain(), window);
    }

    // ---- retransmission

    @Test
    void retransmission_backsOffExponentially() {
        OneEnd end = established(65_535);
        end.write(10).sends("P. 101 ack 301 length 10");
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            end.passes(end.connection.timerAt(TcpTimer.RETRANSMISSION) - end.now)
                    .sends("P. 101 ack 301 length 10");
            seconds.add(end.now / SECOND);
        }
        assertThat(seconds).containsExactly(1L, 3L, 7L, 15L, 31L);
    }

    @Test
    void retransmission_beginsAgainWithOneSegment() {
        OneEnd end = established(65_535);
        end.write(14_600).left.clear();
        end.passes(SECOND).sends(". 101 ack 301 length 1460").sendsNothing();
        assertThat(end.connection.cwnd()).isEqualTo(1_460);
        assertThat(end.connection.ssthresh()).isEqualTo(7_300);
        end.arrives(". 301 ack 1561")
                .sends(". 1561 ack 301 length 1460")
                .sends(". 3021 ack 301 length 1460")
                .sendsNothing();
    }

    @Test
    void karn_whatWasSentTwiceIsNotMeasured() {
        OneEnd end = established(65_535);
        end.write(10).passes(SECOND).passes(SECOND / 10).arrives(". 301 ack 111");
        int before = end.connection.info(end.now).rtt();
        end.write(10).passes(SECOND / 4).arrives(". 301 ack 121");
        assertThat(before).isLessThan(1_000);
        assertThat(end.connection.info(end.now).rtt()).isGreaterThan(20_000);
    }

    @Test
    void slowStart_doublesTheWindowInARoundTrip() {
        OneEnd end = established(65_535);
        end.write(60_000);
        assertThat(end.left).hasSize(10);
        end.left.clear();
        for (int i = 1; i <= 10; i++) {
            end.arrives(". 301 ack " + (101 + i * 1_460));
        }
        assertThat(end.connection.cwnd()).isEqualTo(20 * 1_460);
        assertThat(end.left).hasSize(20);
    }

    @Test
    void congestionAvoidance_growsByOneSegmentInARoundTrip() {
        OneEnd end = established(65_535);
        end.write(60_000).passes(SECOND);
        long threshold = end.connection.ssthresh();
        int acknowledged = 101;
        while (end.connection.cwnd() < threshold) {
            acknowledged += 1_460;
            end.arrives(". 301 ack " + acknowledged);
        }
        for (int i = 0; i < 5; i++) {
            acknowledged += 1_460;
            end.arrives(". 301 ack " + acknowledged);
        }
        assertThat(end.connection.cwnd()).isBetween(threshold, threshold + 2 * 1_460);
    }

    @Test
    void fastRetransmit_afterThreeDuplicatesWithLimitedTransmitBefore() {
        OneEnd end = established(65_535);
        end.write(30_000).left.clear();
        end.arrives(". 301 ack 101").sends(". 14701 ack 301 length 1460");
        end.arrives(". 301 ack 101").sends(". 16161 ack 301 length 1460");
        end.arrives(". 301 ack 101").sends(". 101 ack 301 length 1460");
        assertThat(end.rules).contains(Rule.LIMITED_TRANSMIT, Rule.THREE_DUPLICATE_ACKS);
        assertThat(end.connection.info(end.now).caState()).isEqualTo(3);
    }

    @Test
    void sack_whatIsReportedIsNotSentAgain() {
        OneEnd end = OneEnd.established(
                TcpSettings.rfc().with().timestamps(false).build(),
                65_535,
                new TcpOption.MaximumSegmentSize(1_460),
                new TcpOption.SackPermitted());
        end.write(14_600).left.clear();
        end.arrives(". 301 ack 101", new TcpOption.Sack(List.of(new SackBlock(1_561, 5_941))));
        end.sends(". 101 ack 301 length 1460").sendsNothing();
    }

    @Test
    void tailLossProbe_sendsTheLastSegmentAgainLongBeforeTheTimeout() {
        OneEnd end = new OneEnd(
                TcpSettings.rfc().with().timestamps(false).lossRecovery("rack").build());
        end.open().passes(SECOND / 10).left.clear();
        end.arrives("S. 300 ack 101", new TcpOption.MaximumSegmentSize(1_460), new TcpOption.SackPermitted());
        end.left.clear();
        end.write(4_380).left.clear();
        end.passes(SECOND / 10).arrives(". 301 ack 1561").fires(TcpTimer.TAIL_LOSS_PROBE, end.now + 2 * SECOND / 10);
        end.passes(SECOND / 2).sends("P. 3021 ack 301 length 1460").sendsNothing();
        assertThat(end.rules).endsWith(Rule.TAIL_LOSS_PROBE);
        assertThat(end.connection.timerAt(TcpTimer.RETRANSMISSION)).isGreaterThan(SECOND);
    }

    // ---- giving up

    @Test
    void r1_adviseTheNetworkLayerAndR2EndsTheConnection() {
        OneEnd end = established(65_535);
        end.write(10).passes(3 * SECOND).notTold(TcpNotification.NEGATIVE_ADVICE);
        end.passes(4 * SECOND).told(TcpNotification.NEGATIVE_ADVICE).notTold(TcpNotification.TIMED_OUT);
        end.passes(100 * SECOND).is(TcpState.ESTABLISHED);
        end.passes(3_600 * SECOND).is(TcpState.CLOSED).told(TcpNotification.TIMED_OUT);
    }

    @Test
    void r2_isSetByTheProgram() {
        OneEnd end = OneEnd.established(OneEnd.plain().with().retries(2).build(), 65_535);
        end.write(10).passes(6 * SECOND).is(TcpState.ESTABLISHED).passes(SECOND).is(TcpState.CLOSED);
    }

    @Test
    void r2_ofASynIsAtLeastThreeMinutesWhereItIsAsked() {
        OneEnd end = new OneEnd(TcpSettings.rfc().with().synRetries(8).build());
        end.open().passes(180 * SECOND).is(TcpState.SYN_SENT);
        assertThat(end.left).hasSize(8);
        end.passes(600 * SECOND).is(TcpState.CLOSED).told(TcpNotification.TIMED_OUT);
    }

    @Test
    void r2_ofASynIsThreeMinutesByDefault() {
        new OneEnd(TcpSettings.rfc()).open().passes(180 * SECOND).is(TcpState.SYN_SENT);
        OneEnd passive = new OneEnd(TcpSettings.rfc());
        passive.listen().arrives("S 300").passes(180 * SECOND).is(TcpState.SYN_RECEIVED);
    }

    @Test
    void userTimeout_endsTheConnection() {
        OneEnd end = OneEnd.established(
                OneEnd.plain().with().userTimeoutNanos(5 * SECOND).build(), 65_535);
        end.write(10)
                .passes(5 * SECOND - 1)
                .is(TcpState.ESTABLISHED)
                .passes(1)
                .is(TcpState.CLOSED)
                .told(TcpNotification.TIMED_OUT);
    }

    @Test
    void userTimeout_beginsAnewWithProgress() {
        OneEnd end = OneEnd.established(
                OneEnd.plain().with().userTimeoutNanos(5 * SECOND).build(), 65_535);
        end.write(10)
                .passes(4 * SECOND)
                .arrives(". 301 ack 111")
                .passes(100 * SECOND)
                .is(TcpState.ESTABLISHED);
    }

    // ---- a closed window

    @Test
    void zeroWindow_isProbedWithOneByteAfterATimeoutAndThenLessAndLessOften() {
        OneEnd end = established(0);
        end.write(5_000).sendsNothing();
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            end.passes(end.connection.timerAt(TcpTimer.PERSIST) - end.now).sends(". 101 ack 301 length 1");
            end.arrives(". 301 ack 101 win 0").sendsNothing();
            seconds.add(end.now / SECOND);
        }
        assertThat(seconds).containsExactly(1L, 3L, 7L, 15L);
    }

    @Test
    void zeroWindow_mayStayClosedAsLongAsProbesAreAnswered() {
        OneEnd end = established(0);
        end.write(5_000);
        for (int i = 0; i < 100; i++) {
            end.passes(end.connection.timerAt(TcpTimer.PERSIST) - end.now).arrives(". 301 ack 101 win 0");
        }
        end.is(TcpState.ESTABLISHED);
        assertThat(end.now).isGreaterThan(3 * 3_600 * SECOND);
    }

    @Test
    void zeroWindow_anUpdateStartsTheSenderAtOnce() {
        OneEnd end = established(0);
        end.write(2_000).sendsNothing().arrives(". 301 ack 101 win 4000").sends(". 101 ack 301 length 1460");
    }

    @Test
    void zeroWindow_unansweredProbesEndTheConnection() {
        OneEnd end = OneEnd.established(OneEnd.plain().with().retries(3).build(), 0);
        end.write(10).passes(600 * SECOND).is(TcpState.CLOSED).told(TcpNotification.TIMED_OUT);
    }

    // ---- keepalive

    @Test
    void keepalive_isOffByDefault() {
        established(65_535).passes(100 * 3_600 * SECOND).sendsNothing().is(TcpState.ESTABLISHED);
        assertThat(TcpSettings.rfc().keepalive()).isFalse();
        assertThat(TcpSettings.linux().keepalive()).isFalse();
    }

    @Test
    void keepalive_asksAfterTwoIdleHoursWithoutData() {
        OneEnd end = established(65_535);
        end.connection.keepalive(end.now, true, TcpSettings.rfc().keepaliveIdleNanos(), 75 * SECOND, 9);
        end.passes(7_200 * SECOND - 1).sendsNothing().passes(1).sends(". 100 ack 301");
        end.arrives(". 301 ack 101").passes(7_200 * SECOND - 1).sendsNothing();
    }

    @Test
    void keepalive_isTolerantOfLostAnswersAndGivesUpAfterSomeProbes() {
        OneEnd end = established(65_535);
        end.connection.keepalive(end.now, true, 10 * SECOND, SECOND, 3);
        end.passes(12 * SECOND).is(TcpState.ESTABLISHED);
        assertThat(end.left).hasSize(3);
        end.passes(SECOND).is(TcpState.CLOSED).told(TcpNotification.TIMED_OUT);
    }

    @Test
    void keepalive_waitsWhileDataIsOutstanding() {
        OneEnd end = established(65_535);
        end.connection.keepalive(end.now, true, SECOND / 2, SECOND / 2, 3);
        end.write(10).sends("P. 101 ack 301 length 10").passes(SECOND - 1).sendsNothing();
    }

    // ---- ICMP

    @ParameterizedTest
    @CsvSource({"0", "1", "5"})
    void icmp_softErrorsAreRememberedAndDoNotAbort(int code) {
        OneEnd end = new OneEnd(OneEnd.plain());
        IcmpMessage message = new IcmpMessage.DestinationUnreachable(code, 0, Bytes.EMPTY);
        end.open().icmp(message, 100).is(TcpState.SYN_SENT);
        assertThat(end.connection.softError()).isEqualTo(message);
    }

    @Test
    void icmp_timeExceededAndParameterProblemDoNotAbort() {
        OneEnd end = established(65_535);
        end.write(10).icmp(new IcmpMessage.TimeExceeded(0, Bytes.EMPTY), 101).is(TcpState.ESTABLISHED);
        end.icmp(new IcmpMessage.ParameterProblem(0, 1, Bytes.EMPTY), 101).is(TcpState.ESTABLISHED);
        assertThat(end.connection.softError()).isNotNull();
    }

    @Test
    void icmp_sourceQuenchIsIgnored() {
        OneEnd end = established(65_535);
        end.write(10).icmp(new IcmpMessage.Other(4, 0, 0, Bytes.EMPTY), 101).is(TcpState.ESTABLISHED);
        assertThat(end.connection.softError()).isNull();
        assertThat(end.held).contains(Rule.SOURCE_QUENCH);
    }

    @Test
    void icmp_aHardErrorAbortsAnOpenAndNotAConnection() {
        IcmpMessage port = new IcmpMessage.DestinationUnreachable(3, 0, Bytes.EMPTY);
        new OneEnd(OneEnd.plain()).open().icmp(port, 100).is(TcpState.CLOSED).told(TcpNotification.UNREACHABLE);
        established(65_535).write(10).icmp(port, 101).is(TcpState.ESTABLISHED);
    }

    @Test
    void icmp_ofASegmentThatIsNotInFlightIsAForgery() {
        OneEnd end = established(65_535);
        end.write(10).icmp(new IcmpMessage.DestinationUnreachable(4, 576, Bytes.EMPTY), 5_000);
        assertThat(end.connection.info(end.now).pmtu()).isEqualTo(1_500);
    }

    @Test
    void icmp_fragmentationNeededMakesSegmentsSmallerAndSendsThemAgain() {
        OneEnd end = established(65_535);
        end.write(1_460).sends("P. 101 ack 301 length 1460");
        end.icmp(new IcmpMessage.DestinationUnreachable(4, 576, Bytes.EMPTY), 101);
        end.sends(". 101 ack 301 length 536")
                .sends(". 637 ack 301 length 536")
                .sends("P. 1173 ack 301 length 388")
                .sendsNothing();
        assertThat(end.connection.cwnd()).isEqualTo(14_600);
    }
}
