package sevenlayers.handshake.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;

/** Data in both directions: windows, acknowledgments, small segments, urgent data (RFC 9293 §3.7 and §3.8). */
final class DataTest {
    private static OneEnd established(int window) {
        return OneEnd.established(OneEnd.plain(), window);
    }

    private static OneEnd established(TcpSettings settings, int window) {
        return OneEnd.established(settings, window);
    }

    // ---- acknowledging

    @Test
    void delayedAck_waitsLessThanHalfASecond() {
        OneEnd end = established(65_535);
        end.arrives("P. 301 ack 101 length 10").sendsNothing().fires(TcpTimer.DELAYED_ACK, 200 * OneEnd.MILLI);
        end.passes(199 * OneEnd.MILLI).sendsNothing().passes(OneEnd.MILLI).sends(". 101 ack 311");
        assertThat(TcpSettings.rfc().delayedAckNanos()).isLessThan(500 * OneEnd.MILLI);
    }

    @Test
    void delayedAck_everySecondFullSegmentIsAcknowledgedAtOnce() {
        OneEnd end = established(65_535);
        end.arrives(". 301 ack 101 length 1460").sendsNothing();
        end.arrives(". 1761 ack 101 length 1460").sends(". 101 ack 3221");
        end.arrives(". 3221 ack 101 length 1460").sendsNothing();
    }

    @Test
    void delayedAck_travelsWithData() {
        OneEnd end = established(65_535);
        end.arrives("P. 301 ack 101 length 10").write(5).sends("P. 101 ack 311 length 5");
        end.passes(OneEnd.SECOND / 2).sendsNothing();
    }

    @Test
    void ack_isCumulativeAndSaysAllThatIsQueued() {
        OneEnd end = established(65_535);
        end.arrives(". 311 ack 101 length 10").sends(". 101 ack 301");
        end.arrives(". 321 ack 101 length 10").sends(". 101 ack 301");
        end.arrives(". 301 ack 101 length 10").sends(". 101 ack 331").sendsNothing();
        assertThat(end.read(100)).isEqualTo(30);
    }

    @Test
    void fin_beyondAGapCountsWhenTheGapIsFilled() {
        OneEnd end = established(65_535);
        end.arrives("F. 311 ack 101 length 10").sends(". 101 ack 301").is(TcpState.ESTABLISHED);
        end.arrives(". 301 ack 101 length 10").sends(". 101 ack 322").is(TcpState.CLOSE_WAIT);
    }

    @Test
    void sack_reportsTheLatestBlockFirst() {
        OneEnd end = OneEnd.established(
                TcpSettings.rfc().with().timestamps(false).build(),
                65_535,
                new TcpOption.MaximumSegmentSize(1_460),
                new TcpOption.SackPermitted());
        end.arrives(". 401 ack 101 length 100");
        assertThat(end.take().options().sackBlocks()).containsExactly(new SackBlock(401, 501));
        end.arrives(". 601 ack 101 length 100");
        assertThat(end.take().options().sackBlocks()).containsExactly(new SackBlock(601, 701), new SackBlock(401, 501));
        end.arrives(". 501 ack 101 length 100");
        assertThat(end.take().options().sackBlocks()).containsExactly(new SackBlock(401, 701));
        end.arrives(". 301 ack 101 length 100");
        assertThat(end.take().options().sackBlocks()).isEmpty();
    }

    @Test
    void dsack_reportsADuplicateOnce() {
        OneEnd end = OneEnd.established(
                TcpSettings.rfc().with().timestamps(false).build(),
                65_535,
                new TcpOption.MaximumSegmentSize(1_460),
                new TcpOption.SackPermitted());
        end.arrives(". 301 ack 101 length 100").passes(OneEnd.SECOND).left.clear();
        end.arrives(". 301 ack 101 length 100");
        assertThat(end.take().options().sackBlocks()).containsExactly(new SackBlock(301, 401));
        end.arrives(". 501 ack 101 length 100");
        assertThat(end.take().options().sackBlocks()).containsExactly(new SackBlock(501, 601));
        end.arrives(". 501 ack 101 length 100");
        assertThat(end.take().options().sackBlocks()).containsExactly(new SackBlock(501, 601), new SackBlock(501, 601));
    }

    // ---- the window that is offered

    @Test
    void receiveWindow_opensInStepsThatAreWorthIt() {
        OneEnd end = established(
                OneEnd.plain()
                        .with()
                        .receiveBufferBytes(4_000)
                        .delayedAckNanos(0)
                        .build(),
                65_535);
        end.arrives(". 301 ack 101 length 1460").sends(". 101 ack 1761").window(2_540);
        end.arrives(". 1761 ack 101 length 1460").sends(". 101 ack 3221").window(1_080);
        end.arrives(". 3221 ack 101 length 1080").sends(". 101 ack 4301").window(0);
        end.read(100);
        end.sendsNothing();
        end.read(1_359);
        end.sendsNothing();
        end.read(1);
        end.sends(". 101 ack 4301").window(1_460);
    }

    @Test
    void receiveWindow_neverMovesItsRightEdgeBack() {
        OneEnd end = established(
                OneEnd.plain()
                        .with()
                        .receiveBufferBytes(4_000)
                        .delayedAckNanos(0)
                        .build(),
                65_535);
        end.connection.bufferSizes(end.now, 65_536, 1_000);
        end.arrives(". 301 ack 101 length 10").sends(". 101 ack 311").window(3_990);
    }

    @Test
    void receiveWindow_closedStillHearsAcksUrgentPointersAndResets() {
        OneEnd end = established(
                OneEnd.plain()
                        .with()
                        .receiveBufferBytes(1_000)
                        .delayedAckNanos(0)
                        .build(),
                65_535);
        end.write(10).sends("P. 101 ack 301 length 10");
        end.arrives(". 301 ack 101 length 1000").sends(". 111 ack 1301").window(0);
        end.arrives("U. 1301 ack 111 length 5 urg 5").sends(". 111 ack 1301").told(TcpNotification.URGENT);
        assertThat(end.connection.sndUna()).isEqualTo(111);
        end.arrives("R 1301").is(TcpState.CLOSED).told(TcpNotification.RESET);
    }

    @Test
    void windowScale_isUsedWhereBothOfferItAndNeverInASyn() {
        OneEnd end = new OneEnd(TcpSettings.rfc()
                .with()
                .receiveBufferBytes(1 << 20)
                .timestamps(false)
                .build());
        end.open();
        assertThat(end.take().options().windowScale()).isEqualTo(5);
        end.window(65_535);
        end.arrives("S. 300 ack 101 win 1000", new TcpOption.WindowScale(20))
                .sends(". 101 ack 301")
                .window((1 << 20) >> 5);
        assertThat(end.connection.sndWnd()).isEqualTo(1_000);
        end.arrives(". 301 ack 101 win 1000");
        assertThat(end.connection.sndWnd()).isEqualTo(1_000 << 14);
    }

    @Test
    void window_isAnUnsignedNumber() {
        assertThat(established(65_535).connection.sndWnd()).isEqualTo(65_535);
    }

    // ---- sending

    @Test
    void mss_isSentInSynsOnlyAndDefaultsTo536() {
        OneEnd end = new OneEnd(OneEnd.plain());
        end.open();
        assertThat(end.take().options().maximumSegmentSize()).isEqualTo(1_460);
        end.arrives("S. 300 ack 101");
        assertThat(end.take().options().maximumSegmentSize()).isEqualTo(-1);
        end.write(1_000);
        assertThat(end.take().payload().length()).isEqualTo(536);
        assertThat(end.latest().options().maximumSegmentSize()).isEqualTo(-1);
    }

    @Test
    void mss_isOfTheLinksMtuAndOptionsAreTakenOffWhatIsSent() {
        OneEnd end = new OneEnd(TcpSettings.rfc(), 1_400);
        end.open();
        assertThat(end.take().options().maximumSegmentSize()).isEqualTo(1_360);
        end.arrives("S. 300 ack 101", new TcpOption.MaximumSegmentSize(9_000), new TcpOption.Timestamps(5, 0));
        end.take();
        end.write(5_000);
        assertThat(end.take().payload().length()).isEqualTo(1_360 - 12);
        assertThat(end.latest().length()).isEqualTo(1_380);
    }

    @Test
    void push_isSetOnTheLastSegmentOfWhatWasWritten() {
        OneEnd end = established(65_535);
        end.write(2_000).sends(". 101 ack 301 length 1460").sendsNothing();
        end.arrives(". 301 ack 1561").sends("P. 1561 ack 301 length 540");
    }

    @Test
    void push_nothingWaitsForEver() {
        OneEnd end = established(65_535);
        end.write(1).sends("P. 101 ack 301 length 1");
        end.write(1).sendsNothing();
        end.arrives(". 301 ack 102").sends("P. 102 ack 301 length 1");
    }

    @Test
    void nagle_aSmallSegmentWaitsWhileDataIsUnacknowledged() {
        OneEnd end = established(65_535);
        end.write(10).sends("P. 101 ack 301 length 10").write(10).write(10).sendsNothing();
        assertThat(end.held).contains(Rule.NAGLE);
        end.arrives(". 301 ack 111").sends("P. 111 ack 301 length 20");
    }

    @Test
    void nagle_canBeDisabled() {
        OneEnd end = established(65_535);
        end.write(10).sends("P. 101 ack 301 length 10").write(10).sendsNothing();
        end.connection.noDelay(end.now, true);
        end.sends("P. 111 ack 301 length 10").write(3).sends("P. 121 ack 301 length 3");
    }

    @Test
    void more_holdsASmallSegmentBackForAWhile() {
        OneEnd end = established(65_535);
        end.write(Bytes.zeros(10), true, false)
                .sendsNothing()
                .passes(200 * OneEnd.MILLI)
                .sends("P. 101 ack 301 length 10");
    }

    @Test
    void cork_letsFullSegmentsPassOnly() {
        OneEnd end = established(65_535);
        end.connection.cork(end.now, true);
        end.write(1_500).sends(". 101 ack 301 length 1460").sendsNothing();
        end.connection.cork(end.now, false);
        end.arrives(". 301 ack 1561").sends("P. 1561 ack 301 length 40");
    }

    @Test
    void sillyWindow_theSenderWaitsForHalfTheLargestWindow() {
        OneEnd end = established(1_000);
        end.write(2_000).sends(". 101 ack 301 length 1000");
        end.arrives(". 301 ack 1101 win 100").sendsNothing();
        assertThat(end.held).contains(Rule.SILLY_WINDOW);
        end.arrives(". 301 ack 1101 win 500").sends(". 1101 ack 301 length 500");
    }

    @Test
    void sillyWindow_theWaitEnds() {
        OneEnd end = established(1_000);
        end.write(2_000).sends(". 101 ack 301 length 1000");
        end.arrives(". 301 ack 1101 win 100")
                .sendsNothing()
                .passes(200 * OneEnd.MILLI)
                .sends(". 1101 ack 301 length 100");
    }

    @Test
    void withoutSillyWindowAvoidance_aHundredBytesAreSentIntoAHundred() {
        OneEnd end =
                established(OneEnd.plain().with().sillyWindowAvoidance(false).build(), 1_000);
        end.write(2_000).sends(". 101 ack 301 length 1000");
        end.arrives(". 301 ack 1101 win 100").sends(". 1101 ack 301 length 100");
    }

    @Test
    void theSettingsOfATimeWithoutIt_areTheOnesThatDifferInNothingElse() {
        TcpSettings early = TcpSettings.rfc().with().sillyWindowAvoidance(false).build();
        assertThat(early.sillyWindowAvoidance()).isFalse();
        assertThat(early.with().sillyWindowAvoidance(true).build()).isEqualTo(TcpSettings.rfc());
    }

    @Test
    void shrunkWindow_isSurvivedAndOldDataIsSentAgain() {
        OneEnd end = established(4_000);
        end.write(4_000).sends(". 101 ack 301 length 1460").sends(". 1561 ack 301 length 1460");
        end.arrives(". 301 ack 1561 win 500");
        end.left.clear();
        end.passes(OneEnd.SECOND).sends(". 1561 ack 301 length 1460").is(TcpState.ESTABLISHED);
        end.arrives(". 301 ack 3021 win 5000");
        assertThat(end.take().sequenceNumber()).isEqualTo(3_021);
    }

    // ---- urgent

    @Test
    void urgent_thePointerIsAtTheFirstByteThatIsNot() {
        OneEnd end = established(65_535);
        end.write(Bytes.zeros(10), false, true).sends("PU. 101 ack 301 length 10");
        assertThat(end.latest().urgentPointer()).isEqualTo(10);
    }

    @Test
    void urgent_dataMayBeOfAnyLength() {
        OneEnd end = established(65_535);
        end.write(Bytes.zeros(3_000), false, true);
        assertThat(end.take().urgentPointer()).isEqualTo(3_000);
        assertThat(end.take().urgentPointer()).isEqualTo(1_540);
        assertThat(end.take().has(TcpFlags.URG)).isTrue();
        assertThat(end.latest().urgentPointer()).isEqualTo(80);
        end.arrives(". 301 ack 3101").write(1);
        assertThat(end.take().has(TcpFlags.URG)).isFalse();
    }

    @Test
    void urgent_theProgramIsToldAndCanLearnHowMuchIsAhead() {
        OneEnd end = established(65_535);
        end.arrives("PU. 301 ack 101 length 5 urg 100").told(TcpNotification.URGENT);
        assertThat(end.connection.isUrgent()).isTrue();
        assertThat(end.connection.urgentMark()).isEqualTo(99);
        end.read(5);
        assertThat(end.connection.urgentMark()).isEqualTo(94);
        end.arrives("P. 306 ack 101 length 200");
        end.read(200);
        assertThat(end.connection.isUrgent()).isFalse();
        assertThat(end.connection.urgentMark()).isEqualTo(-1);
    }
}
