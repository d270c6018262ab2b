package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** Urgent data (RFC 9293 §3.8.5): a pointer to the number after its last byte, in each direction. */
final class UrgentData {
    private final Tcb t;
    private boolean sending;
    /** SND.UP */
    private int sndUp;

    private boolean receiving;
    /** RCV.UP */
    private int rcvUp;

    UrgentData(Tcb t) {
        this.t = t;
    }

    /** All that is in the send buffer now is urgent (MUST-31: of any length). */
    void written() {
        sending = true;
        sndUp = t.sendBuffer.end();
    }

    /** Whether a segment from this number on has to carry URG. */
    boolean isUrgent(int sequenceNumber) {
        return sending && SequenceNumbers.less(sequenceNumber, sndUp);
    }

    /** The header's pointer, counted from the segment's own number. */
    int pointer(int sequenceNumber) {
        return Math.min(0xffff, sndUp - sequenceNumber);
    }

    void acknowledged() {
        sending &= SequenceNumbers.less(t.sndUna, sndUp);
    }

    /** §3.10.7.4, sixth: RCV.UP <- max(RCV.UP, SEG.UP), and the program is told where it had nothing urgent ahead (MUST-32). */
    void arrived(TcpSegment segment) {
        if (!segment.has(TcpFlags.URG)) {
            return;
        }
        int up = segment.sequenceNumber() + segment.urgentPointer();
        boolean news = SequenceNumbers.greater(up, readUpTo()) && (!receiving || SequenceNumbers.greater(up, rcvUp));
        if (news) {
            receiving = true;
            rcvUp = up;
            t.effects.notified(TcpNotification.URGENT, Rule.URGENT);
        }
    }

    private int readUpTo() {
        return t.text.dataNext() - t.receiveBuffer.readable();
    }

    boolean isAhead() {
        return receiving && SequenceNumbers.greater(rcvUp, readUpTo());
    }

    /** Bytes to be read before the last one of urgent data (MUST-33: how much is left can be known); -1: none is ahead. */
    int mark() {
        return isAhead() ? rcvUp - 1 - readUpTo() : -1;
    }
}
