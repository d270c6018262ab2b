package sevenlayers.handshake.tcp.recovery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.SequenceNumbers;

/** The segments that were sent and are not acknowledged, in the order of their numbers: the retransmission queue of RFC 9293 §3.3.1. */
public final class SentQueue {
    // A ring; head is the earliest. Grown by doubling, its size is a power of two.
    private SentSegment[] ring = new SentSegment[16];
    private int head;
    private int size;
    private int bytesInFlight;
    private int highestSacked;
    private boolean anySacked;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** By its place, 0 is the earliest. */
    public SentSegment at(int index) {
        return ring[head + index & ring.length - 1];
    }

    public @Nullable SentSegment first() {
        return size == 0 ? null : at(0);
    }

    public @Nullable SentSegment last() {
        return size == 0 ? null : at(size - 1);
    }

    /** Sequence numbers of copies that are thought to be under way: what RFC 6675 §4 calls the pipe. */
    public int bytesInFlight() {
        return bytesInFlight;
    }

    /** The number after the highest that was selectively acknowledged; it means something where {@link #anySacked()}. */
    public int highestSacked() {
        return highestSacked;
    }

    public boolean anySacked() {
        return anySacked;
    }

    public void add(SentSegment segment) {
        if (size == ring.length) {
            SentSegment[] larger = new SentSegment[2 * size];
            for (int i = 0; i < size; i++) {
                larger[i] = at(i);
            }
            ring = larger;
            head = 0;
        }
        ring[head + size & ring.length - 1] = segment;
        size++;
        bytesInFlight += segment.length();
    }

    /** Takes the earliest away where all of it is acknowledged; null where nothing more is. A part of a segment that is, is cut off. */
    public @Nullable SentSegment acknowledge(int acknowledgment) {
        SentSegment first = first();
        if (first == null || SequenceNumbers.greater(first.end(), acknowledgment)) {
            if (first != null && SequenceNumbers.less(first.start(), acknowledgment)) {
                cutFront(first, acknowledgment);
            }
            return null;
        }
        if (first.inFlight()) {
            bytesInFlight -= first.length();
        }
        head = head + 1 & ring.length - 1;
        size--;
        if (size == 0) {
            anySacked = false;
        }
        return first;
    }

    // The receiver had room for a part of it only; what is left is a segment of its own, in the same condition.
    private void cutFront(SentSegment first, int acknowledgment) {
        SentSegment rest = new SentSegment(acknowledgment, first.end(), first.flags(), first.sentAtNanos());
        copyCondition(first, rest);
        if (first.inFlight()) {
            bytesInFlight -= acknowledgment - first.start();
        }
        ring[head] = rest;
    }

    private static void copyCondition(SentSegment from, SentSegment to) {
        for (int i = 1; i < from.transmissions(); i++) {
            to.sentAgain(from.sentAtNanos());
        }
        if (from.sacked()) {
            to.markSacked();
        }
        if (from.lost()) {
            boolean under = from.inFlight();
            to.markLost();
            if (under) {
                to.resumed();
            }
        }
    }

    /** Marks what these blocks report, and returns how many bytes are news. */
    public int sacked(List<SackBlock> blocks, int sndUna, int sndNxt, Sacked each) {
        int news = 0;
        for (SackBlock block : blocks) {
            boolean sane = SequenceNumbers.less(block.left(), block.right())
                    && SequenceNumbers.greater(block.right(), sndUna)
                    && SequenceNumbers.lessOrEqual(block.right(), sndNxt);
            if (!sane) {
                continue; // a duplicate's report (RFC 2883), or nonsense
            }
            for (int i = 0; i < size; i++) {
                SentSegment segment = at(i);
                if (SequenceNumbers.greaterOrEqual(segment.start(), block.right())) {
                    break;
                }
                boolean inside = SequenceNumbers.greaterOrEqual(segment.start(), block.left())
                        && SequenceNumbers.lessOrEqual(segment.end(), block.right());
                if (inside && !segment.sacked()) {
                    if (segment.inFlight()) {
                        bytesInFlight -= segment.length();
                    }
                    segment.markSacked();
                    news += segment.length();
                    highestSacked = anySacked ? SequenceNumbers.max(highestSacked, segment.end()) : segment.end();
                    anySacked = true;
                    each.sacked(segment);
                }
            }
        }
        return news;
    }

    /** Told of each segment that has just been selectively acknowledged. */
    public interface Sacked {
        void sacked(SentSegment segment);
    }

    public void markLost(SentSegment segment) {
        if (segment.inFlight()) {
            bytesInFlight -= segment.length();
        }
        segment.markLost();
    }

    /** After a timeout: all that is not selectively acknowledged. */
    public void markAllLost(boolean forgetSacked) {
        for (int i = 0; i < size; i++) {
            SentSegment segment = at(i);
            if (forgetSacked) {
                segment.forgetSacked();
            }
            if (!segment.sacked()) {
                markLost(segment);
            }
        }
        anySacked &= !forgetSacked;
    }

    public void sentAgain(SentSegment segment, long nowNanos) {
        if (!segment.inFlight()) {
            bytesInFlight += segment.length();
        }
        segment.sentAgain(nowNanos);
    }

    /** The earliest that was taken for lost and not sent again since; null where there is none. */
    public @Nullable SentSegment firstDue() {
        for (int i = 0; i < size; i++) {
            SentSegment segment = at(i);
            if (segment.isDue()) {
                return segment;
            }
        }
        return null;
    }

    /** A smaller path: the segment is cut in two, of which this is the first (RFC 1191 §6.5). */
    public void split(int index, int length) {
        SentSegment whole = at(index);
        int middle = whole.start() + length;
        SentSegment rest = new SentSegment(middle, whole.end(), whole.flags(), whole.sentAtNanos());
        copyCondition(whole, rest);
        whole.cutAt(middle);
        add(rest);
        bytesInFlight -= rest.length();
        for (int i = size - 1; i > index + 1; i--) {
            ring[head + i & ring.length - 1] = at(i - 1);
        }
        ring[head + index + 1 & ring.length - 1] = rest;
    }
}
