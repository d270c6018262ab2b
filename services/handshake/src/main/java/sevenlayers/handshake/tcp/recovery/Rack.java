package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.SequenceNumbers;

/**
 * RACK (RFC 8985 §6): a segment is lost when one that was sent later has arrived and a reordering window has passed since. The order that
 * counts is that of sending, so that a retransmission that is lost again is found too.
 */
final class Rack implements LossDetection {
    /** §6.2 step 4: after so many recoveries without a duplicate the window is the smallest again. */
    private static final int RECOVERIES_KEPT = 16;

    // §4: RACK.xmit_ts, RACK.end_seq, RACK.rtt, RACK.min_RTT
    private long latestSentAtNanos = Long.MIN_VALUE;
    private int latestEnd;
    private long latestRttNanos;
    private long shortestRttNanos;
    private boolean reorderingSeen;
    private int highestDelivered;
    private boolean anyDelivered;
    private long timeoutNanos;

    // §4: RACK.dsack_round, RACK.reo_wnd_mult, RACK.reo_wnd_persist
    private boolean duplicatesInRound;
    private int roundEnd;
    private int quarters = 1;
    private int recoveriesLeft;

    @Override
    public String name() {
        return "rack";
    }

    @Override
    public void delivered(SentSegment segment, long nowNanos, long shortestRttNanos) {
        this.shortestRttNanos = shortestRttNanos;
        long rtt = nowNanos - segment.sentAtNanos();
        // §6.2 step 2: an answer that came faster than any other must be
        // to the first sending, not to the one counted here.
        if (segment.retransmitted() && rtt < shortestRttNanos) {
            return;
        }
        // §6.2 step 3: what arrives after something that lies beyond it, and was sent once, has been overtaken.
        if (anyDelivered && SequenceNumbers.less(segment.end(), highestDelivered)) {
            reorderingSeen |= !segment.retransmitted();
        } else {
            highestDelivered = segment.end();
            anyDelivered = true;
        }
        if (sentAfter(segment.sentAtNanos(), segment.end(), latestSentAtNanos, latestEnd)) {
            latestSentAtNanos = segment.sentAtNanos();
            latestEnd = segment.end();
            latestRttNanos = rtt;
        }
    }

    private static boolean sentAfter(long at, int end, long otherAt, int otherEnd) {
        return at > otherAt || at == otherAt && SequenceNumbers.greater(end, otherEnd);
    }

    /** §6.2 step 4: once for each round trip in which something arrived twice, what is taken for lost is waited for a little longer. */
    private void adapt(Heard heard) {
        if (duplicatesInRound && SequenceNumbers.greaterOrEqual(heard.unacknowledged(), roundEnd)) {
            duplicatesInRound = false;
        }
        if (!duplicatesInRound && heard.duplicateReported()) {
            duplicatesInRound = true;
            roundEnd = heard.next();
            quarters++;
            recoveriesLeft = RECOVERIES_KEPT;
        }
    }

    @Override
    public void recovered() {
        recoveriesLeft--;
        if (recoveriesLeft <= 0) {
            quarters = 1;
        }
    }

    @Override
    public @Nullable Rule detect(SentQueue sent, Heard heard) {
        timeoutNanos = 0;
        adapt(heard);
        if (latestSentAtNanos == Long.MIN_VALUE) {
            return null;
        }
        long window = reorderingWindowNanos(sent, heard);
        Rule found = null;
        SentSegment next = sent.earliestSent();
        while (next != null && next.sentAtNanos() <= latestSentAtNanos) {
            SentSegment segment = next;
            next = segment.sentNext(); // where it is marked it leaves the list
            if (sentAfter(latestSentAtNanos, latestEnd, segment.sentAtNanos(), segment.end())) {
                // §6.2 step 5: Segment.xmit_ts + RACK.rtt + RACK.reo_wnd - Now()
                long remaining = segment.sentAtNanos() + latestRttNanos + window - heard.nowNanos();
                if (remaining <= 0) {
                    sent.markLost(segment);
                    found = Rule.LATER_SEGMENT_ARRIVED;
                } else {
                    timeoutNanos = Math.max(timeoutNanos, remaining);
                }
            }
        }
        return found;
    }

    /**
     * §6.2 step 4: none as long as nothing was reordered and a loss is being recovered or as good as sure; else a quarter of the shortest
     * round trip, or as many quarters as have proved to be needed, but no more than a round trip.
     */
    private long reorderingWindowNanos(SentQueue sent, Heard heard) {
        boolean sure = heard.duplicateAcks() >= DUPLICATE_THRESHOLD || isRecovering(sent);
        if (!reorderingSeen && sure) {
            return 0;
        }
        long smoothed = heard.smoothedRttNanos();
        return Math.min(quarters * (shortestRttNanos / 4), smoothed == 0 ? Long.MAX_VALUE : smoothed);
    }

    // A partial ACK ends the row of duplicates, not the recovery: what was found stays in the queue.
    private static boolean isRecovering(SentQueue sent) {
        return sent.lost() > 0 || sent.sacked() >= DUPLICATE_THRESHOLD;
    }

    @Override
    public long reorderingTimeoutNanos() {
        return timeoutNanos;
    }

    @Override
    public boolean usesSack() {
        return true;
    }
}
