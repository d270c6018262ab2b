package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;

/**
 * A segment is lost when three segments beyond it have arrived, or more than two segments' worth of bytes (RFC 6675 §4, IsLost); three
 * duplicate ACKs make the first one lost as before (§5 step 2).
 */
final class SackLoss implements LossDetection {
    @Override
    public String name() {
        return "sack";
    }

    @Override
    public @Nullable Rule detect(SentQueue sent, Heard heard) {
        Rule found = null;
        int segments = 0;
        int bytes = 0;
        for (int i = sent.size() - 1; i >= 0; i--) {
            SentSegment segment = sent.at(i);
            if (segment.sacked()) {
                segments++;
                bytes += segment.length();
            } else if (!segment.lost()
                    && (segments >= DUPLICATE_THRESHOLD || bytes > (DUPLICATE_THRESHOLD - 1) * heard.smss())) {
                sent.markLost(segment);
                found = Rule.SACKED_BEYOND;
            }
        }
        SentSegment first = sent.first();
        if (first != null && heard.duplicateAcks() >= DUPLICATE_THRESHOLD && !first.lost() && !first.sacked()) {
            sent.markLost(first);
            found = found == null ? Rule.THREE_DUPLICATE_ACKS : found;
        }
        return found;
    }

    @Override
    public boolean usesSack() {
        return true;
    }
}
