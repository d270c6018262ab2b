package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpSegment;

/** The Eifel detection (RFC 3522): an answer that echoes a timestamp from before the retransmission is one to the original. */
final class SpuriousTimeout {
    private final Tcb t;
    private boolean watching;
    /** RetransmitTS */
    private int retransmittedAt;

    SpuriousTimeout(Tcb t) {
        this.t = t;
    }

    void timedOut(boolean again) {
        if (!again) {
            watching = t.options.timestamps();
            retransmittedAt = t.timestamps.value();
        }
    }

    /** The window was reduced for a loss that acknowledgments had shown: nothing to undo by the clock. */
    void reduced() {
        watching = false;
    }

    /** §3.2 step 4: the first acceptable ACK after the retransmission. */
    void acknowledged(TcpSegment segment) {
        if (watching) {
            watching = false;
            if (segment.options().hasTimestamps()
                    && SequenceNumbers.less(segment.options().timestampEchoReply(), retransmittedAt)) {
                t.sender.undo(Rule.SPURIOUS);
            }
        }
    }
}
