package sevenlayers.handshake.tcp;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.SequenceNumbers;

/**
 * What has arrived and the program has not read, and what has arrived beyond a gap. The latter lies at its place already; which places are
 * filled is kept as a list of ranges in order, and in the order of arrival for the SACK option (RFC 2018 §4).
 */
final class ReceiveBuffer {
    private static final int MOST_BLOCKS = 4;

    private final ByteRing bytes = new ByteRing();
    private final int capacity;
    /** Read by the program up to here. */
    private int start;
    /** RCV.NXT as far as data goes. */
    private int next;

    private final List<SackBlock> inOrder = new ArrayList<>(2);
    private final List<SackBlock> latestFirst = new ArrayList<>(2);

    ReceiveBuffer(int capacity) {
        this.capacity = capacity;
    }

    void startAt(int sequenceNumber) {
        start = sequenceNumber;
        next = sequenceNumber;
    }

    int capacity() {
        return capacity;
    }

    /** In order, not yet read. */
    int readable() {
        return next - start;
    }

    int next() {
        return next;
    }

    /** Room after what is in order: the window that can be offered. */
    int free() {
        return Math.max(0, capacity - readable());
    }

    int outOfOrderBytes() {
        int sum = 0;
        for (SackBlock block : inOrder) {
            sum += block.right() - block.left();
        }
        return sum;
    }

    boolean hasGap() {
        return !inOrder.isEmpty();
    }

    /** Puts data at its place, which lies within the window; returns by how much the part in order has grown. */
    int put(int sequenceNumber, Bytes data) {
        int end = sequenceNumber + data.length();
        bytes.put(sequenceNumber - start, data);
        if (SequenceNumbers.greater(sequenceNumber, next)) {
            merge(sequenceNumber, end);
            return 0;
        }
        int before = next;
        next = SequenceNumbers.max(next, end);
        while (!inOrder.isEmpty()
                && SequenceNumbers.lessOrEqual(inOrder.getFirst().left(), next)) {
            SackBlock reached = inOrder.removeFirst();
            latestFirst.remove(reached);
            next = SequenceNumbers.max(next, reached.right());
        }
        return next - before;
    }

    private void merge(int left, int right) {
        int newLeft = left;
        int newRight = right;
        int at = 0;
        while (at < inOrder.size()) {
            SackBlock block = inOrder.get(at);
            if (SequenceNumbers.less(newRight, block.left())) {
                break;
            }
            if (SequenceNumbers.less(block.right(), newLeft)) {
                at++;
                continue;
            }
            newLeft = SequenceNumbers.min(newLeft, block.left());
            newRight = SequenceNumbers.max(newRight, block.right());
            latestFirst.remove(inOrder.remove(at));
        }
        SackBlock merged = new SackBlock(newLeft, newRight);
        inOrder.add(at, merged);
        latestFirst.addFirst(merged);
    }

    /** The range beyond the gap in which all of these numbers lie already; an empty one where there is none. */
    SackBlock covering(int left, int right) {
        for (SackBlock block : inOrder) {
            if (SequenceNumbers.lessOrEqual(block.left(), left) && SequenceNumbers.lessOrEqual(right, block.right())) {
                return block;
            }
        }
        return new SackBlock(left, left);
    }

    /** Blocks for the SACK option, the one that arrived last first. */
    List<SackBlock> blocks(int most) {
        return latestFirst.subList(0, Math.min(Math.min(most, MOST_BLOCKS), latestFirst.size()));
    }

    Bytes read(int most) {
        int count = Math.min(most, readable());
        Bytes read = bytes.get(0, count);
        bytes.drop(count);
        start += count;
        return read;
    }

    /** Throws away what is in order: nobody will read it. */
    void clear() {
        bytes.drop(readable());
        start = next;
    }
}
