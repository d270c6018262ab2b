package sevenlayers.handshake.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import sevenlayers.handshake.tcp.congestion.SendQuantum;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.TcpOption;

/** What the window allows leaves over a round trip. Windows of ten segments, a round trip of 100 ms. */
final class PacingTest {
    private static final long MILLI = OneEnd.MILLI;
    private static final int WINDOW = 10 * 1_460;

    private static OneEnd established(boolean pacing) {
        OneEnd end = new OneEnd(OneEnd.plain().with().pacing(pacing).build());
        end.open().passes(100 * MILLI).arrives("S. 300 ack 101 win 65535", new TcpOption.MaximumSegmentSize(1_460));
        end.left.clear();
        return end;
    }

    @Test
    void withoutIt_aWindowLeavesAtOnce() {
        OneEnd end = established(false);
        end.write(WINDOW);
        assertThat(end.left).hasSize(10);
        assertThat(end.connection.info(end.now).pacingRate()).isZero();
    }

    @Test
    void withIt_twoSegmentsLeaveEachTenMilliseconds_twoWindowsInARoundTrip() {
        OneEnd end = established(true);
        end.write(WINDOW);
        assertThat(end.connection.info(end.now).pacingRate()).isEqualTo(2L * WINDOW * 10);
        for (int i = 1; i <= 5; i++) {
            assertThat(end.left).as("at %d ms", 10 * (i - 1)).hasSize(2 * i);
            end.passes(10 * MILLI - 1);
            assertThat(end.left).hasSize(2 * i);
            end.passes(1);
        }
        assertThat(end.connection.timerAt(TcpTimer.PACING)).isEqualTo(-1);
    }

    @Test
    void afterSlowStart_aWindowLeavesALittleFasterThanInARoundTrip() {
        OneEnd end = established(true);
        end.write(WINDOW).passes(1_000 * MILLI); // a timeout: ssthresh is 5 segments, the window one
        end.arrives(". 301 ack " + (101 + WINDOW)).left.clear();
        int sent = 101 + WINDOW;
        for (int i = 1; i <= 2; i++) {
            end.write(i * 1_460).passes(100 * MILLI);
            sent += i * 1_460;
            end.arrives(". 301 ack " + sent);
        }
        double seconds = end.connection.info(end.now).rtt() / 1e6;
        assertThat(end.connection.cwnd()).isBetween(3_650L, 7_300L);
        assertThat((double) end.connection.info(end.now).pacingRate())
                .isCloseTo(1.2 * end.connection.cwnd() / seconds, within(10.0));
    }

    @Test
    void whatIsSentAgain_isPacedToo() {
        OneEnd end = established(true);
        end.write(WINDOW).passes(40 * MILLI).left.clear();
        end.passes(1_000 * MILLI).sends(". 101 ack 301 length 1460").sendsNothing();
        end.arrives(". 301 ack 1561");
        assertThat(end.left).hasSizeLessThanOrEqualTo(2);
        assertThat(end.rules).contains(Rule.RETRANSMISSION_TIMEOUT);
    }

    @Test
    void aSegmentAlone_waitsForNothing() {
        OneEnd end = established(true);
        end.write(100).sends("P. 101 ack 301 length 100");
        end.passes(100 * MILLI).arrives(". 301 ack 201");
        end.write(100).sends("P. 201 ack 301 length 100").sendsNothing();
    }

    @Test
    void aQuantum_isAMillisecondOfTheRate_betweenTwoSegmentsAnd64KiB() {
        assertThat(SendQuantum.bytes(1_000, 1_460)).isEqualTo(2_920);
        assertThat(SendQuantum.bytes(12_500_000, 1_460)).isEqualTo(12_500);
        assertThat(SendQuantum.bytes(1.25e9, 1_460)).isEqualTo(65_536);
    }

    @Test
    void theDeliveryRate_isToldWithWhoLimitedIt() {
        OneEnd end = established(false);
        end.write(1_000).passes(100 * MILLI).arrives(". 301 ack 1101");
        TcpInfo info = end.connection.info(end.now);
        assertThat(info.deliveryRate()).isEqualTo(10_000);
        assertThat(info.deliveryRateAppLimited()).isTrue();
    }
}
