package sevenlayers.handshake.tcp;

import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpSegment;

/** Timestamps: the clock that segments carry, and protection against numbers that have wrapped (RFC 7323 §3 to §5). */
final class Timestamps {
    private static final long TICK_NANOS = 1_000_000;

    /** RFC 7323 §5.5: TS.Recent is not compared with any more once it may have wrapped. */
    private static final long OUTDATED_NANOS = 24L * 24 * 3_600 * 1_000_000_000L;

    private final Tcb t;
    /** TS.Recent, and when it was set; it counts for nothing before. */
    private int recent;

    private long recentSetNanos;
    private boolean any;
    /** Last.ACK.sent */
    private int lastAckSent;

    Timestamps(Tcb t) {
        this.t = t;
    }

    /** TSval: milliseconds (RFC 7323 §5.4: 1 ms to 1 s a tick). */
    int value() {
        return (int) (t.now / TICK_NANOS) + t.identity.timestampOffset();
    }

    /** TSecr */
    int echo() {
        return any ? recent : 0;
    }

    int recent() {
        return recent;
    }

    void ackSent(int acknowledgment) {
        lastAckSent = acknowledgment;
    }

    void learnFromSyn(TcpSegment syn) {
        if (syn.options().hasTimestamps()) {
            set(syn.options().timestampValue());
            lastAckSent = syn.sequenceNumber() + 1;
        }
    }

    private void set(int value) {
        recent = value;
        recentSetNanos = t.now;
        any = true;
    }

    /** RFC 7323 §5.3, R1: SEG.TSval < TS.Recent, and TS.Recent is not outdated. */
    boolean isOld(TcpSegment segment) {
        return t.options.timestamps()
                && any
                && segment.options().hasTimestamps()
                && SequenceNumbers.less(segment.options().timestampValue(), recent)
                && t.now - recentSetNanos < OUTDATED_NANOS;
    }

    /** RFC 7323 §4.3 (2): if SEG.TSval >= TS.Recent and SEG.SEQ <= Last.ACK.sent then TS.Recent <- SEG.TSval. */
    void arrived(TcpSegment segment) {
        if (t.options.timestamps()
                && segment.options().hasTimestamps()
                && SequenceNumbers.lessOrEqual(segment.sequenceNumber(), lastAckSent)
                && (SequenceNumbers.greaterOrEqual(segment.options().timestampValue(), recent)
                        || t.now - recentSetNanos >= OUTDATED_NANOS)) {
            set(segment.options().timestampValue());
        }
    }

    /** RFC 6191 §2: a SYN that is of a new connection for certain, by its timestamp or else by its number. */
    boolean isNewer(TcpSegment syn) {
        boolean number = SequenceNumbers.greater(syn.sequenceNumber(), t.rcvNxt);
        if (!t.options.timestamps() || !syn.options().hasTimestamps()) {
            return number;
        }
        int difference = syn.options().timestampValue() - recent;
        return difference > 0 || difference == 0 && number;
    }

    /** How long ago what this segment echoes was sent, in nanoseconds; -1: it does not say. */
    long echoedAgoNanos(TcpSegment segment) {
        if (!t.options.timestamps()
                || !segment.options().hasTimestamps()
                || segment.options().timestampEchoReply() == 0) {
            return -1;
        }
        int ticks = value() - segment.options().timestampEchoReply();
        return ticks < 0 ? -1 : Math.max(1, ticks) * TICK_NANOS;
    }
}
