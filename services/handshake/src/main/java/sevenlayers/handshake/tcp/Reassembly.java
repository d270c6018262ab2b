package sevenlayers.handshake.tcp;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.SequenceNumbers;

/** What has arrived beyond a gap. */
final class Reassembly {
    /** Some bytes and where they belong. */
    private record Piece(int start, Bytes bytes) {
        int end() {
            return start + bytes.length();
        }
    }

    // Pieces in order, none overlapping another. The blocks say the same with
    // neighbours joined: the latest first, as RFC 2018 §4 wants them reported.
    private final ArrayList<Piece> pieces = new ArrayList<>(0);
    private final ArrayList<SackBlock> blocks = new ArrayList<>(0);
    private int bytes;
    private long owned;

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    /** How much memory it takes, as {@link Allowance} counts. */
    long held() {
        return owned + (long) Allowance.PIECE * (pieces.size() + blocks.size());
    }

    /** Keeps what of it is new; returns how many bytes that were. */
    int add(int start, Bytes data) {
        int before = bytes;
        int from = start;
        int end = start + data.length();
        int i = firstEndingAfter(start);
        while (SequenceNumbers.less(from, end)) {
            int limit =
                    i < pieces.size() ? SequenceNumbers.min(end, pieces.get(i).start()) : end;
            if (SequenceNumbers.less(from, limit)) {
                Bytes part = data.slice(from - start, limit - from);
                pieces.add(i++, new Piece(from, part));
                bytes += part.length();
                owned += part.owned();
            }
            if (i >= pieces.size()) {
                break;
            }
            from = SequenceNumbers.max(from, pieces.get(i++).end());
        }
        join(start, end);
        return bytes - before;
    }

    private int firstEndingAfter(int number) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (SequenceNumbers.lessOrEqual(pieces.get(middle).end(), number)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void join(int start, int end) {
        int left = start;
        int right = end;
        for (int i = blocks.size() - 1; i >= 0; i--) {
            SackBlock block = blocks.get(i);
            if (SequenceNumbers.lessOrEqual(block.left(), right) && SequenceNumbers.lessOrEqual(left, block.right())) {
                left = SequenceNumbers.min(left, block.left());
                right = SequenceNumbers.max(right, block.right());
                blocks.remove(i);
            }
        }
        blocks.addFirst(new SackBlock(left, right));
    }

    /** Takes the first piece away where it touches what is in order; an empty one where there is none. What lies before is cut off. */
    Bytes takeAt(int next) {
        while (!pieces.isEmpty()
                && SequenceNumbers.lessOrEqual(pieces.getFirst().start(), next)) {
            Piece piece = pieces.removeFirst();
            bytes -= piece.bytes().length();
            owned -= piece.bytes().owned();
            if (SequenceNumbers.greater(piece.end(), next)) {
                return piece.bytes().from(next - piece.start());
            }
        }
        return Bytes.EMPTY;
    }

    /** All before this number is in order now. */
    void advanced(int next) {
        blocks.removeIf(block -> SequenceNumbers.lessOrEqual(block.right(), next));
    }

    /** What to report, the latest first. */
    List<SackBlock> blocks() {
        return blocks;
    }

    /** Whether all of these numbers have arrived already. */
    boolean covers(int start, int end) {
        for (SackBlock block : blocks) {
            if (SequenceNumbers.lessOrEqual(block.left(), start) && SequenceNumbers.lessOrEqual(end, block.right())) {
                return true;
            }
        }
        return false;
    }
}
