package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** The text of a segment, and the FIN after it (RFC 9293 §3.10.7.4, seventh and eighth): put in order, delivered, acknowledged. */
final class TextArrival {
    private final Tcb t;
    private @Nullable SackBlock duplicate;
    /** A FIN that arrived beyond a gap: the number that it takes. */
    private int finAt;

    private boolean finBeyondGap;

    TextArrival(Tcb t) {
        this.t = t;
    }

    /** What arrived twice and has not been reported (RFC 2883); null: nothing. */
    @Nullable
    SackBlock duplicate() {
        return duplicate;
    }

    void duplicateReported() {
        duplicate = null;
    }

    /** The number after the last byte in order: RCV.NXT without the FIN. */
    int dataNext() {
        return t.closing.finReceived() ? t.rcvNxt - 1 : t.rcvNxt;
    }

    /** A part or all of it came before: the next ACK says which (RFC 2883 §4). */
    void repeated(int from, int to) {
        if (t.options.sack() && SequenceNumbers.less(from, to)) {
            duplicate = new SackBlock(from, to);
        }
    }

    /** An acceptable segment. */
    void arrived(TcpSegment segment) {
        Bytes payload = segment.payload();
        int start = segment.sequenceNumber();
        int end = start + payload.length();
        if (!payload.isEmpty()) {
            t.counters.dataSegmentsIn++;
            t.counters.lastDataReceivedNanos = t.now;
            t.counters.largestSegmentReceived = Math.max(t.counters.largestSegmentReceived, payload.length());
            data(start, end, payload);
        }
        // A FIN counts only where the window did not cut it off.
        boolean fin = segment.has(TcpFlags.FIN) && SequenceNumbers.lessOrEqual(end, t.rcvAdv);
        if (fin && end == t.rcvNxt) {
            t.closing.finArrived();
        } else if (fin && SequenceNumbers.greater(end, t.rcvNxt)) {
            if (!keepsNothingBeyondGap()) {
                finBeyondGap = true;
                finAt = end;
            }
            t.acks.now(Rule.ACKNOWLEDGE_OUT_OF_ORDER);
        }
        if (finBeyondGap && !t.closing.finReceived() && t.rcvNxt == finAt) {
            t.closing.finArrived();
        }
    }

    private void data(int segmentStart, int segmentEnd, Bytes payload) {
        // Trimmed to what is new and within the window: RCV.NXT <= numbers < RCV.NXT + RCV.WND
        int start = SequenceNumbers.max(segmentStart, t.rcvNxt);
        int end = SequenceNumbers.min(segmentEnd, t.rcvAdv);
        if (finBeyondGap) {
            end = SequenceNumbers.min(end, finAt);
        }
        if (SequenceNumbers.less(segmentStart, t.rcvNxt)) {
            repeated(segmentStart, SequenceNumbers.min(segmentEnd, t.rcvNxt));
            t.acks.now(Rule.ACKNOWLEDGE_DUPLICATE);
        }
        if (SequenceNumbers.greaterOrEqual(start, end)) {
            t.acks.now(Rule.OUTSIDE_WINDOW);
            return;
        }
        Bytes fresh = payload.slice(start - segmentStart, end - start);
        if (start == t.rcvNxt) {
            inOrder(fresh);
        } else {
            beyondGap(start, end, fresh);
        }
        t.effects.buffersChanged(Rule.ACKNOWLEDGED);
    }

    /** Go-back-N has a receiver of one segment: what lies beyond a gap is not kept, and will come again. */
    private boolean keepsNothingBeyondGap() {
        return t.settings.lossRecovery().equals("go_back_n");
    }

    private void beyondGap(int start, int end, Bytes fresh) {
        t.counters.outOfOrder++;
        if (keepsNothingBeyondGap()) {
            t.acks.now(Rule.GO_BACK_N);
            return;
        }
        if (t.reassembly.covers(start, end)) {
            repeated(start, end);
        }
        t.reassembly.add(start, fresh);
        // RFC 5681 §4.2 (MUST-59 of RFC 9293 leaves it free): at once, so that the sender learns of the gap.
        t.acks.now(Rule.ACKNOWLEDGE_OUT_OF_ORDER);
    }

    private void inOrder(Bytes fresh) {
        boolean gap = !t.reassembly.isEmpty();
        int before = t.rcvNxt;
        deliver(fresh);
        if (gap) {
            for (Bytes next = t.reassembly.takeAt(t.rcvNxt); !next.isEmpty(); next = t.reassembly.takeAt(t.rcvNxt)) {
                deliver(next);
            }
            t.reassembly.advanced(t.rcvNxt);
            t.acks.now(Rule.ACKNOWLEDGE_GAP_FILLED);
        }
        int bytes = t.rcvNxt - before;
        t.counters.bytesReceived += bytes;
        t.acks.arrived(bytes);
        if (t.state != TcpState.SYN_RECEIVED) {
            t.effects.notified(TcpNotification.READABLE, Rule.ACKNOWLEDGED);
        }
    }

    private void deliver(Bytes bytes) {
        t.receiveBuffer.add(bytes);
        t.rcvNxt += bytes.length();
    }
}
