package sevenlayers.handshake.tcp.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.SequenceNumbers;

/** The segments that were sent and are not acknowledged, in the order of their numbers: the retransmission queue of RFC 9293 §3.3.1. */
public final class SentQueue {
    // What an acknowledgment costs must not depend on how large the window is, which at 10 Gbit/s and 100 ms is some
    // 86,000 segments. So nothing below walks over the queue for an acknowledgment: a block's beginning is looked for
    // by halves, what it had reported before is passed over in one step, what is due is in a heap, and what is under
    // way is in a list in the order of sending, in which RACK finds the earliest first (RFC 8985 §8).

    /** How many of the highest that were selectively acknowledged are known: as many as make a loss. */
    private static final int HIGHEST = LossDetection.DUPLICATE_THRESHOLD;

    // A ring; head is the earliest. Grown by doubling, its size is a power of two.
    private SentSegment[] ring = new SentSegment[16];
    private int head;
    private int size;
    private int bytesInFlight;
    private int sacked;
    private int lost;
    private int due;
    private int againInFlight;
    private boolean anySacked;
    /** The highest that were selectively acknowledged, from the top. */
    private final @Nullable SentSegment[] highest = new SentSegment[HIGHEST];

    private @Nullable SentSegment earliestSent;
    private @Nullable SentSegment latestSent;
    /** Those that are due, and some that were. Empty until there is a loss. */
    private @Nullable PriorityQueue<SentSegment> dues;

    private final Lost lossObserver;

    public SentQueue() {
        this(segment -> {});
    }

    /** @param lossObserver told of each that was in flight and is taken for lost */
    public SentQueue(Lost lossObserver) {
        this.lossObserver = lossObserver;
    }

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

    /** How many are selectively acknowledged. */
    public int sacked() {
        return sacked;
    }

    /** How many were taken for lost, be they sent again since or not. */
    public int lost() {
        return lost;
    }

    /** How many are due again. */
    public int due() {
        return due;
    }

    /** How many are under way again. */
    public int againInFlight() {
        return againInFlight;
    }

    /** Whether one was since the queue was last empty. */
    public boolean anySacked() {
        return anySacked;
    }

    /** Before a segment's condition changes it is no longer counted, and after that it is again. */
    private void count(SentSegment segment, int sign) {
        bytesInFlight += segment.inFlight() ? sign * segment.length() : 0;
        sacked += segment.sacked() ? sign : 0;
        lost += segment.lost() ? sign : 0;
        due += segment.isDue() ? sign : 0;
        againInFlight += segment.retransmitted() && segment.inFlight() ? sign : 0;
    }

    /** The highest that was selectively acknowledged, or the second or third highest; null: there are not so many. */
    @Nullable
    SentSegment highestSacked(int place) {
        SentSegment segment = highest[place];
        return segment != null && segment.queued ? segment : null;
    }

    /** Of those that are under way, the one that was sent first; {@link SentSegment#sentNext()} is the next. */
    @Nullable
    SentSegment earliestSent() {
        return earliestSent;
    }

    /** The place of the first that begins at a number or behind it. */
    int placeOf(int number) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (SequenceNumbers.less(at(middle).start(), number)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public void add(SentSegment segment) {
        insert(size, segment);
        count(segment, 1);
        sendLast(segment);
    }

    private void insert(int index, SentSegment segment) {
        if (size == ring.length) {
            SentSegment[] larger = new SentSegment[2 * size];
            for (int i = 0; i < size; i++) {
                larger[i] = at(i);
            }
            ring = larger;
            head = 0;
        }
        for (int i = size; i > index; i--) {
            ring[head + i & ring.length - 1] = at(i - 1);
        }
        ring[head + index & ring.length - 1] = segment;
        segment.queued = true;
        size++;
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
        leave(first);
        head = head + 1 & ring.length - 1;
        size--;
        if (size == 0) {
            anySacked = false;
            dues = null;
        }
        return first;
    }

    private void leave(SentSegment segment) {
        count(segment, -1);
        takeOut(segment);
        segment.queued = false;
    }

    // The receiver had room for a part of it only; what is left is a segment of its own, in the same condition.
    private void cutFront(SentSegment first, int acknowledgment) {
        SentSegment rest = new SentSegment(acknowledgment, first.end(), first.flags(), first.sentAtNanos());
        begin(first, rest);
        leave(first);
        ring[head] = rest;
        rest.queued = true;
        for (int i = 0; i < HIGHEST; i++) {
            highest[i] = highest[i] == first ? rest : highest[i];
        }
    }

    /** A part of a segment begins to be one of its own: in the same condition, and sent with it. */
    private void begin(SentSegment whole, SentSegment rest) {
        copyCondition(whole, rest);
        count(rest, 1);
        if (whole.listed) {
            sendBehind(whole, rest);
        }
        if (rest.isDue()) {
            isDue(rest);
        }
    }

    private static void copyCondition(SentSegment from, SentSegment to) {
        to.deliveredAtNanos = from.deliveredAtNanos;
        to.firstSentAtNanos = from.firstSentAtNanos;
        to.deliveredBefore = from.deliveredBefore;
        to.lostBefore = from.lostBefore;
        to.inFlightThen = from.inFlightThen;
        to.appLimited = from.appLimited;
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
            if (sane) { // else a duplicate's report (RFC 2883), or nonsense
                news += sacked(block, each);
            }
        }
        return news;
    }

    private int sacked(SackBlock block, Sacked each) {
        int news = 0;
        SentSegment run = null; // those behind it are selectively acknowledged, up to where it says
        int i = placeOf(block.left());
        while (i < size && SequenceNumbers.lessOrEqual(at(i).end(), block.right())) {
            SentSegment segment = at(i);
            if (!segment.sacked()) {
                sacked(segment, each);
                news += segment.length();
            }
            if (run == null) {
                run = segment;
            }
            if (SequenceNumbers.less(segment.sackedUntil, segment.end())) {
                segment.sackedUntil = segment.end();
            }
            if (SequenceNumbers.less(run.sackedUntil, segment.sackedUntil)) {
                run.sackedUntil = segment.sackedUntil;
            }
            i = segment.sackedUntil == segment.end() ? i + 1 : placeOf(segment.sackedUntil);
        }
        return news;
    }

    private void sacked(SentSegment segment, Sacked each) {
        count(segment, -1);
        segment.markSacked();
        count(segment, 1);
        anySacked = true;
        takeOut(segment);
        SentSegment next = segment;
        for (int i = 0; i < HIGHEST && next != null; i++) {
            SentSegment other = highestSacked(i);
            if (other == null || SequenceNumbers.greater(next.end(), other.end())) {
                highest[i] = next;
                next = other;
            }
        }
        each.sacked(segment);
    }

    /** Told of each segment that has just been selectively acknowledged. */
    public interface Sacked {
        void sacked(SentSegment segment);
    }

    /** Told of each segment that has just been taken for lost. */
    public interface Lost {
        void lost(SentSegment segment);
    }

    public void markLost(SentSegment segment) {
        boolean wasInFlight = segment.inFlight();
        markDue(segment);
        if (wasInFlight) {
            lossObserver.lost(segment);
        }
    }

    /** It is to be sent again, although the network has not lost it. */
    public void markDue(SentSegment segment) {
        boolean known = segment.isDue();
        count(segment, -1);
        segment.markLost();
        count(segment, 1);
        takeOut(segment);
        if (segment.isDue() && !known) {
            isDue(segment);
        }
    }

    /** After a timeout: all that is not selectively acknowledged. */
    public void markAllLost(boolean forgetSacked) {
        if (forgetSacked) {
            for (int i = 0; i < size; i++) {
                forgetSacked(at(i));
            }
            anySacked = false;
            Arrays.fill(highest, null);
        }
        for (int i = 0; i < size; i++) {
            SentSegment segment = at(i);
            if (!segment.sacked()) {
                markLost(segment);
            }
        }
    }

    private void forgetSacked(SentSegment segment) {
        count(segment, -1);
        segment.forgetSacked();
        count(segment, 1);
        if (segment.isDue()) {
            isDue(segment);
        }
    }

    public void sentAgain(SentSegment segment, long nowNanos) {
        count(segment, -1);
        segment.sentAgain(nowNanos);
        count(segment, 1);
        takeOut(segment);
        if (segment.queued && !segment.sacked()) {
            sendLast(segment);
        }
    }

    /** The earliest that was taken for lost and not sent again since; null where there is none. */
    public @Nullable SentSegment firstDue() {
        PriorityQueue<SentSegment> heap = dues;
        if (heap == null) {
            return null;
        }
        SentSegment first = heap.peek();
        while (first != null && !(first.queued && first.isDue())) {
            heap.remove();
            first = heap.peek();
        }
        return first;
    }

    private void isDue(SentSegment segment) {
        if (dues == null) {
            dues = new PriorityQueue<>((a, b) -> a.start() - b.start());
        }
        dues.add(segment);
    }

    /** A smaller path: the segment is cut in two, of which this is the first (RFC 1191 §6.5). */
    public void split(int index, int length) {
        SentSegment whole = at(index);
        int middle = whole.start() + length;
        SentSegment rest = new SentSegment(middle, whole.end(), whole.flags(), whole.sentAtNanos());
        count(whole, -1);
        whole.cutAt(middle);
        count(whole, 1);
        begin(whole, rest);
        insert(index + 1, rest);
    }

    // ---- in the order of sending

    private void sendLast(SentSegment segment) {
        segment.sentBefore = latestSent;
        segment.sentNext = null;
        segment.listed = true;
        if (latestSent == null) {
            earliestSent = segment;
        } else {
            latestSent.sentNext = segment;
        }
        latestSent = segment;
    }

    private void sendBehind(SentSegment other, SentSegment segment) {
        SentSegment next = other.sentNext;
        if (next == null) {
            sendLast(segment);
            return;
        }
        segment.sentBefore = other;
        segment.sentNext = next;
        segment.listed = true;
        other.sentNext = segment;
        next.sentBefore = segment;
    }

    private void takeOut(SentSegment segment) {
        if (!segment.listed) {
            return;
        }
        SentSegment before = segment.sentBefore;
        SentSegment next = segment.sentNext;
        if (before == null) {
            earliestSent = next;
        } else {
            before.sentNext = next;
        }
        if (next == null) {
            latestSent = before;
        } else {
            next.sentBefore = before;
        }
        segment.sentBefore = null;
        segment.sentNext = null;
        segment.listed = false;
    }
}
