package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.SequenceNumbers;

/**
 * A segment is lost when three segments beyond it have arrived, or more than two segments' worth of bytes (RFC 6675 §4, IsLost); three
 * duplicate ACKs make the first one lost as before (§5 step 2).
 */
final class SackLoss implements LossDetection {
    /** All before it has arrived or is taken for lost, and need not be looked at again. */
    private int lostBelow;

    private boolean begun;

    @Override
    public String name() {
        return "sack";
    }

    @Override
    public @Nullable Rule detect(SentQueue sent, Heard heard) {
        Rule found = null;
        SentSegment first = sent.first();
        if (first == null) {
            return null;
        }
        if (!begun || SequenceNumbers.less(lostBelow, first.start())) {
            lostBelow = first.start();
            begun = true;
        }
        int edge = edge(sent, heard.smss());
        if (SequenceNumbers.less(lostBelow, edge)) {
            for (int i = sent.placeOf(lostBelow);
                    i < sent.size() && SequenceNumbers.less(sent.at(i).start(), edge);
                    i++) {
                SentSegment segment = sent.at(i);
                if (!segment.sacked() && !segment.lost()) {
                    sent.markLost(segment);
                    found = Rule.SACKED_BEYOND;
                }
            }
            lostBelow = edge;
        }
        if (heard.duplicateAcks() >= DUPLICATE_THRESHOLD && !first.lost() && !first.sacked()) {
            sent.markLost(first);
            found = found == null ? Rule.THREE_DUPLICATE_ACKS : found;
        }
        return found;
    }

    /** Where the highest begins behind which enough has arrived: what lies before it and has not, is lost. */
    private int edge(SentQueue sent, int smss) {
        int bytes = 0;
        for (int i = 0; i < DUPLICATE_THRESHOLD; i++) {
            SentSegment segment = sent.highestSacked(i);
            if (segment == null) {
                break;
            }
            bytes += segment.length();
            if (i == DUPLICATE_THRESHOLD - 1 || bytes > (DUPLICATE_THRESHOLD - 1) * smss) {
                return segment.start();
            }
        }
        return lostBelow;
    }

    @Override
    public boolean usesSack() {
        return true;
    }
}
