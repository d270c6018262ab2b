package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.recovery.SentSegment;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.SequenceNumbers;

/** Draws an ACK for the end of a flight, where no later segment could show its loss, long before the timeout (RFC 8985 §7). */
final class TailLossProbe {
    private static final long SECOND = 1_000_000_000L;
    /** §7.2: how long the other end may delay the ACK of a single segment (TLP.max_ack_delay). */
    private static final long LONGEST_ACK_DELAY_NANOS = 200_000_000;

    private final Tcb t;
    private boolean due;
    /** TLP.end_seq, where a probe is out. */
    private int end;

    private boolean out;
    /** TLP.is_retrans */
    private boolean again;

    private int duplicatesBefore;

    TailLossProbe(Tcb t) {
        this.t = t;
    }

    /** §7.2: new data was sent, or something was acknowledged. */
    void touched() {
        due = true;
    }

    /** The end of an event. */
    void settle() {
        boolean applies = t.options.sack()
                && t.settings.lossRecovery().equals("rack")
                && t.sender.recovery() == Sender.Recovery.OPEN
                && !out
                && !t.sender.sent.isEmpty()
                && !t.persist.isProbing();
        if (!applies) {
            t.timers.cancel(TcpTimer.TAIL_LOSS_PROBE, Rule.ACKNOWLEDGED);
        } else if (due) {
            // PTO = 2 * SRTT, and more for a single segment; 1 second before the first measurement; never after the RTO
            long rtt = t.sender.rtt.smoothedNanos();
            long wait = rtt == 0 ? SECOND : 2 * rtt + (t.sender.sent.size() == 1 ? LONGEST_ACK_DELAY_NANOS : 0);
            if (t.now + wait < t.timers.at(TcpTimer.RETRANSMISSION)) {
                t.timers.arm(TcpTimer.TAIL_LOSS_PROBE, t.now + wait, Rule.TAIL_LOSS_PROBE);
            } else {
                t.timers.cancel(TcpTimer.TAIL_LOSS_PROBE, Rule.RETRANSMISSION_TIMER);
            }
        }
        due = false;
    }

    /** §7.3: a segment of new data if there is one and the window has room, the last one again otherwise. */
    void fired() {
        SentSegment last = t.sender.sent.last();
        if (last == null) {
            return;
        }
        again = !t.output.probeTail();
        if (again) {
            t.output.retransmit(last, Rule.TAIL_LOSS_PROBE);
        }
        out = true;
        end = t.sndNxt;
        duplicatesBefore = t.counters.duplicatesReported;
        t.retransmission.restart();
    }

    /** §7.4.2: an ACK reaches beyond the probe. Where its copy was not a duplicate it has repaired a loss, which must be answered. */
    void acknowledged(int acknowledgment) {
        if (!out || SequenceNumbers.less(acknowledgment, end)) {
            return;
        }
        boolean duplicate = t.counters.duplicatesReported != duplicatesBefore;
        if (!again || duplicate) {
            out = false;
        } else if (SequenceNumbers.greater(acknowledgment, end)) {
            out = false;
            t.sender.tailLossRepaired(Rule.TAIL_LOSS_PROBE);
        }
    }

    /** A timeout or a recovery has taken over. */
    void forget() {
        out = false;
        t.timers.cancel(TcpTimer.TAIL_LOSS_PROBE, Rule.RETRANSMIT_LOST);
    }
}
