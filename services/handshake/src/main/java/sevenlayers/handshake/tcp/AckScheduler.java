package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;

/** When data is acknowledged (RFC 9293 §3.8.6.3, RFC 5681 §4.2): at once, or with data that may travel soon. */
final class AckScheduler {
    private final Tcb t;
    private @Nullable Rule due;
    private int unacknowledgedBytes;
    private boolean quick;
    /** How many acknowledgments more go at once because the connection is young. */
    private int quickLeft;

    AckScheduler(Tcb t) {
        this.t = t;
        quickLeft = t.settings.quickAcks();
    }

    void quick(boolean quick) {
        this.quick = quick;
        if (quick && unacknowledgedBytes > 0) {
            due = Rule.ACKNOWLEDGE_AT_ONCE;
        }
    }

    /** So many bytes are new and in order. */
    void arrived(int bytes) {
        unacknowledgedBytes += bytes;
        // RFC 5681 §4.2: at least every second full-sized segment, the size
        // being that of the segments that arrive; SHLD-19.
        int full = Math.min(t.options.ownMss(), Math.max(Options.DEFAULT_MSS, t.counters.largestSegmentReceived));
        if (isQuick() || t.settings.delayedAckNanos() == 0 || unacknowledgedBytes >= 2 * full) {
            now(Rule.ACKNOWLEDGE_AT_ONCE);
        }
    }

    /**
     * The other end has closed first. Its FIN takes a number as a byte does, and its acknowledgment may wait as for one: a program that
     * closes now sends both in one segment, and three close the connection. Only where both ends have sent data is it likely that the
     * program answers at once; otherwise figure 12 of RFC 9293 holds, as in most stacks.
     */
    void finArrived() {
        boolean conversation = t.counters.dataSegmentsIn > 0 && t.counters.dataSegmentsOut > 0;
        if (isQuick() || t.settings.delayedAckNanos() == 0 || !conversation) {
            now(Rule.ACKNOWLEDGE_FIN);
        } else {
            unacknowledgedBytes++;
        }
    }

    private boolean isQuick() {
        return quick || quickLeft > 0;
    }

    /** The program writes: if it has read before, this is a conversation, and an acknowledgment will find data to travel with. */
    void answered() {
        if (t.counters.dataSegmentsIn > 0) {
            quickLeft = 0;
        }
    }

    /** At the end of this event, if nothing that is sent in it acknowledges anyway. */
    void now(Rule rule) {
        due = rule;
    }

    /** A segment with ACK has left. */
    void sent(Rule rule) {
        due = null;
        if (unacknowledgedBytes > 0 && quickLeft > 0) {
            quickLeft--;
        }
        unacknowledgedBytes = 0;
        t.text.duplicateReported();
        t.timers.cancel(TcpTimer.DELAYED_ACK, rule);
    }

    /** The end of an event. */
    void settle() {
        if (due != null) {
            t.segments.acknowledge(due);
        } else if (unacknowledgedBytes > 0 && !t.timers.isRunning(TcpTimer.DELAYED_ACK)) {
            // RFC 9293 §3.8.6.3, MUST-40: less than 0.5 seconds
            t.timers.arm(TcpTimer.DELAYED_ACK, t.now + t.settings.delayedAckNanos(), Rule.DELAYED_ACK);
        }
    }

    void fired() {
        if (unacknowledgedBytes > 0) {
            t.segments.acknowledge(Rule.DELAYED_ACK_OVER);
        }
    }
}
