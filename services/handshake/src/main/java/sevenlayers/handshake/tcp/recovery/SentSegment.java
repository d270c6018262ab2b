package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.Nullable;
import sevenlayers.wire.tcp.TcpFlags;

/** What the sender keeps of a segment until it is acknowledged: the numbers that it takes, and what has become of it. */
public final class SentSegment {
    private final int start;
    private int end;
    private int flags;
    private long sentAtNanos;
    private int transmissions = 1;
    private boolean sacked;
    private boolean lost;
    private boolean inFlight = true;

    // What the queue keeps with it: whether it is in it; where it is selectively acknowledged, up to which
    // number all is that follows; and its neighbours in the order of sending, while it is under way.
    boolean queued;
    int sackedUntil;
    boolean listed;

    @Nullable
    SentSegment sentBefore;

    @Nullable
    SentSegment sentNext;

    // Of the delivery rate: how all was when it was sent last (draft-ietf-ccwg-bbr-06 §4.1.2.1.2).
    long deliveredAtNanos = DeliveryRate.NOT_MEASURED;
    long firstSentAtNanos;
    long deliveredBefore;
    long lostBefore;
    int inFlightThen;
    boolean appLimited;

    /** @param flags SYN and FIN, which take a number each, where it has them */
    public SentSegment(int start, int end, int flags, long sentAtNanos) {
        this.start = start;
        this.end = end;
        this.flags = flags;
        this.sentAtNanos = sentAtNanos;
        this.sackedUntil = start;
    }

    public int start() {
        return start;
    }

    /** The number after its last one. */
    public int end() {
        return end;
    }

    public int length() {
        return end - start;
    }

    public int flags() {
        return flags;
    }

    /** When it was sent last. */
    public long sentAtNanos() {
        return sentAtNanos;
    }

    public int transmissions() {
        return transmissions;
    }

    public boolean retransmitted() {
        return transmissions > 1;
    }

    public boolean sacked() {
        return sacked;
    }

    public boolean lost() {
        return lost;
    }

    /** Whether a copy of it is thought to be under way. */
    public boolean inFlight() {
        return inFlight;
    }

    /** Whether it was taken for lost and has neither been sent again since nor turned out to have arrived. */
    public boolean isDue() {
        return lost && !inFlight && !sacked;
    }

    void markSacked() {
        sacked = true;
        inFlight = false;
    }

    /** RFC 2018 §8: after a timeout nothing is sure, the receiver may have thrown away what it had reported. */
    void forgetSacked() {
        sacked = false;
        sackedUntil = start;
    }

    void markLost() {
        lost = true;
        inFlight = false;
    }

    /** A copy is under way again, though it is not news when. */
    void resumed() {
        inFlight = true;
    }

    void sentAgain(long nowNanos) {
        sentAtNanos = nowNanos;
        transmissions++;
        inFlight = true;
    }

    /** The one that was sent after it, of those that are under way; null where it is the last. */
    @Nullable
    SentSegment sentNext() {
        return sentNext;
    }

    /** P.tx_in_flight: bytes in flight when it had been sent last, its own included. */
    public int inFlightThen() {
        return inFlightThen;
    }

    /** P.lost: bytes that had been lost when it was sent last. */
    public long lostBefore() {
        return lostBefore;
    }

    /** P.is_app_limited: whether the program had had nothing to send shortly before. */
    public boolean isApplicationLimited() {
        return appLimited;
    }

    /** What lies after it, a FIN with it, belongs to another. */
    void cutAt(int number) {
        end = number;
        flags &= ~TcpFlags.FIN;
    }
}
