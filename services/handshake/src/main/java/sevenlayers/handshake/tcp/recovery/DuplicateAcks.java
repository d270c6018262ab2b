package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;

/**
 * The third duplicate ACK means that the segment after it is lost (RFC 5681 §3.2). NewReno also takes a partial ACK in recovery for the
 * sign of a second loss (RFC 6582 §3.2 step 3); Reno leaves recovery then.
 */
final class DuplicateAcks implements LossDetection {
    private final boolean partialAcks;

    DuplicateAcks(boolean partialAcks) {
        this.partialAcks = partialAcks;
    }

    @Override
    public String name() {
        return partialAcks ? "newreno" : "reno";
    }

    @Override
    public @Nullable Rule detect(SentQueue sent, Heard heard) {
        SentSegment first = sent.first();
        if (first == null) {
            return null;
        }
        if (heard.duplicateAcks() == DUPLICATE_THRESHOLD && !first.lost()) {
            sent.markLost(first);
            return Rule.THREE_DUPLICATE_ACKS;
        }
        if (partialAcks && heard.partialAck() && !first.lost()) {
            sent.markLost(first);
            return Rule.PARTIAL_ACK;
        }
        return null;
    }

    @Override
    public boolean usesSack() {
        return false;
    }
}
