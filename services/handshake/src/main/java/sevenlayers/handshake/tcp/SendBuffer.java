package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.SequenceNumbers;

/** What the program has written and the other end has not acknowledged. */
final class SendBuffer {
    // Pieces as they were written, in a ring: nothing is copied unless a segment takes its data from several pieces.
    // starts[i] is the sequence
    // number of the first byte of pieces[i]. The cursor is where the last segment was cut: the next one is cut there,
    // too, nearly always.
    private @Nullable Bytes[] pieces = new Bytes[4];
    private int[] starts = new int[4];
    private int head;
    private int count;
    private int cursor;
    private int capacity;
    private int start;
    private int end;
    private long owned;

    SendBuffer(int capacity, int firstSequenceNumber) {
        this.capacity = capacity;
        start = firstSequenceNumber;
        end = firstSequenceNumber;
    }

    int capacity() {
        return capacity;
    }

    void capacity(int bytes) {
        capacity = bytes;
    }

    int size() {
        return end - start;
    }

    int room() {
        return Math.max(0, capacity - size());
    }

    /** How much memory it takes, as {@link Allowance} counts. */
    long held() {
        return owned + (long) Allowance.PIECE * count;
    }

    /** The sequence number after the last byte. */
    int end() {
        return end;
    }

    /** Takes as many of these as there is room for. */
    int add(Bytes data) {
        int taken = Math.min(room(), data.length());
        if (taken > 0) {
            if (count == pieces.length) {
                grow();
            }
            int at = index(count);
            pieces[at] = data.slice(0, taken);
            starts[at] = end;
            owned += piece(count).owned();
            count++;
            end += taken;
        }
        return taken;
    }

    private int index(int i) {
        return head + i & pieces.length - 1;
    }

    private Bytes piece(int i) {
        Bytes piece = pieces[index(i)];
        if (piece == null) {
            throw new IllegalStateException("no piece " + i + " of " + count);
        }
        return piece;
    }

    private void grow() {
        @Nullable Bytes[] morePieces = new Bytes[2 * count];
        int[] moreStarts = new int[2 * count];
        for (int i = 0; i < count; i++) {
            morePieces[i] = pieces[index(i)];
            moreStarts[i] = starts[index(i)];
        }
        pieces = morePieces;
        starts = moreStarts;
        head = 0;
    }

    /** The bytes from this sequence number on. */
    Bytes slice(int sequenceNumber, int length) {
        if (length == 0) {
            return Bytes.EMPTY;
        }
        seek(sequenceNumber);
        int offset = sequenceNumber - starts[index(cursor)];
        Bytes first = piece(cursor);
        if (offset + length <= first.length()) {
            return first.slice(offset, length);
        }
        byte[] gathered = new byte[length];
        int done = 0;
        while (done < length) {
            Bytes piece = piece(cursor);
            int part = Math.min(length - done, piece.length() - offset);
            piece.copyTo(offset, gathered, done, part);
            done += part;
            offset = 0;
            if (done < length) {
                cursor++;
            }
        }
        return Bytes.wrap(gathered);
    }

    private void seek(int sequenceNumber) {
        if (cursor >= count) {
            cursor = 0;
        }
        if (SequenceNumbers.less(sequenceNumber, starts[index(cursor)])) {
            cursor = search(sequenceNumber);
        }
        while (SequenceNumbers.lessOrEqual(starts[index(cursor)] + piece(cursor).length(), sequenceNumber)) {
            cursor++;
        }
    }

    private int search(int sequenceNumber) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (SequenceNumbers.lessOrEqual(starts[index(middle)], sequenceNumber)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Forgets what lies before a number; returns how many bytes that were. */
    int acknowledged(int acknowledgment) {
        int until = SequenceNumbers.min(acknowledgment, end);
        int freed = until - start;
        if (freed <= 0) {
            return 0;
        }
        start = until;
        while (count > 0 && SequenceNumbers.lessOrEqual(starts[head] + piece(0).length(), until)) {
            owned -= piece(0).owned();
            pieces[head] = null;
            head = head + 1 & pieces.length - 1;
            count--;
            cursor = Math.max(0, cursor - 1);
        }
        return freed;
    }
}
