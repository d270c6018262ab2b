package sevenlayers.handshake.tcp.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delivery-rate samples as draft-ietf-ccwg-bbr-06 §4.1 computes them. Times in milliseconds, segments of 1,000 bytes. */
final class DeliveryRateTest {
    private static final long MILLI = 1_000_000;
    private static final int LENGTH = 1_000;

    private final DeliveryRate rate = new DeliveryRate();
    private final List<SentSegment> segments = new ArrayList<>();
    private int inFlight;

    private void sends(long atMillis) {
        int start = LENGTH * segments.size();
        SentSegment segment = new SentSegment(start, start + LENGTH, 0, atMillis * MILLI);
        rate.sent(segment, atMillis * MILLI, inFlight);
        inFlight += LENGTH;
        segments.add(segment);
    }

    private void acknowledges(long atMillis, int first, int last, long shortestRttMillis) {
        rate.begin();
        for (int i = first; i <= last; i++) {
            rate.delivered(segments.get(i), atMillis * MILLI);
            inFlight -= LENGTH;
        }
        rate.end(shortestRttMillis * MILLI);
    }

    /** A segment each millisecond, each acknowledged ten later. */
    private void steady(int millis) {
        for (int i = 0; i < millis; i++) {
            if (i >= 10) {
                acknowledges(i, i - 10, i - 10, 10);
            }
            sends(i);
        }
    }

    @Test
    void aFirstSegment_measuresOneInARoundTrip() {
        sends(0);
        acknowledges(10, 0, 0, 10);
        assertThat(rate.bytesPerSecond()).isEqualTo(100_000);
        assertThat(rate.rttNanos()).isEqualTo(10 * MILLI);
        assertThat(rate.newlyDelivered()).isEqualTo(LENGTH);
    }

    @Test
    void aSteadyFlow_measuresItsRate() {
        steady(30);
        // Sent at 20 ms, when 11 had been delivered; with it 10 more, in 10 ms.
        acknowledges(30, 20, 20, 10);
        assertThat(rate.priorDelivered()).isEqualTo(11 * LENGTH);
        assertThat(rate.deliveredInSample()).isEqualTo(10 * LENGTH);
        assertThat(rate.bytesPerSecond()).isEqualTo(1_000_000);
        assertThat(rate.inFlightThen()).isEqualTo(10 * LENGTH);
        assertThat(rate.lastRate()).isEqualTo(1_000_000);
    }

    @Test
    void acknowledgmentsInABunch_measureNotMoreThanWasSent() {
        for (int i = 0; i < 20; i++) {
            sends(i);
        }
        acknowledges(29, 0, 0, 1);
        sends(29);
        acknowledges(30, 1, 20, 1);
        // 20 segments were acknowledged within 1 ms, but they had been sent within 29.
        assertThat(rate.bytesPerSecond()).isCloseTo(20 * LENGTH / 0.029, within(0.001));
    }

    @Test
    void aSampleShorterThanAnyRoundTrip_isNone() {
        steady(15);
        acknowledges(15, 5, 5, 16);
        assertThat(rate.bytesPerSecond()).isZero();
        assertThat(rate.hasNews()).isTrue();
    }

    @Test
    void whatWasSentTwice_measuresNoRoundTrip() {
        sends(0);
        SentSegment segment = segments.getFirst();
        rate.sent(segment, 50 * MILLI, 0);
        segment.sentAgain(50 * MILLI);
        acknowledges(60, 0, 0, 10);
        assertThat(rate.rttNanos()).isEqualTo(-1);
        assertThat(rate.bytesPerSecond()).isEqualTo(100_000);
    }

    @Test
    void aProgramWithNothingToSend_marksWhatFollowsUntilTheGapHasLeft() {
        steady(20);
        rate.applicationLimited(inFlight);
        sends(20);
        assertThat(segments.getLast().isApplicationLimited()).isTrue();
        acknowledges(21, 10, 19, 10);
        assertThat(rate.appLimited()).isFalse();
        assertThat(rate.isApplicationLimited()).isTrue();
        acknowledges(30, 20, 20, 10);
        assertThat(rate.appLimited()).isTrue();
        assertThat(rate.isApplicationLimited()).isFalse();
        sends(31);
        assertThat(segments.getLast().isApplicationLimited()).isFalse();
    }

    @Test
    void aSlowerSampleThatTheProgramLimited_isNotTold() {
        steady(30);
        acknowledges(30, 20, 29, 10);
        long before = rate.lastRate();
        rate.applicationLimited(0);
        sends(100);
        acknowledges(110, 30, 30, 10);
        assertThat(rate.bytesPerSecond()).isEqualTo(100_000);
        assertThat(rate.lastRate()).isEqualTo(before);
        assertThat(rate.lastRateApplicationLimited()).isFalse();
    }

    @Test
    void losses_countFromWhenTheSegmentWasSent() {
        steady(12);
        rate.lost(segments.get(2));
        sends(12);
        rate.lost(segments.get(3));
        rate.lost(segments.get(4));
        acknowledges(22, 12, 12, 10);
        assertThat(rate.lost()).isEqualTo(3 * LENGTH);
        assertThat(rate.lostSince()).isEqualTo(2 * LENGTH);
    }

    @Test
    void aSegmentThatWasDeliveredBefore_countsOnce() {
        sends(0);
        acknowledges(10, 0, 0, 10);
        rate.begin();
        rate.delivered(segments.getFirst(), 20 * MILLI);
        rate.end(10 * MILLI);
        assertThat(rate.delivered()).isEqualTo(LENGTH);
        assertThat(rate.hasNews()).isFalse();
    }

    @Test
    void theRestOfASegment_isMeasuredFromTheSameSending() {
        SentQueue sent = new SentQueue();
        sends(0);
        sent.add(segments.getFirst());
        sent.acknowledge(400);
        rate.begin();
        rate.delivered(sent.at(0), 10 * MILLI);
        rate.end(10 * MILLI);
        assertThat(rate.bytesPerSecond()).isEqualTo(60_000);
    }
}
