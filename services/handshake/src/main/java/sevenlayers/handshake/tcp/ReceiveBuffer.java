package sevenlayers.handshake.tcp;

import java.util.ArrayDeque;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.wire.Bytes;

/** What has arrived in order and the program has not read. */
final class ReceiveBuffer {
    private final ArrayDeque<Bytes> pieces = new ArrayDeque<>(2);
    private int capacity;
    private int readable;
    private long owned;

    ReceiveBuffer(int capacity) {
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    void capacity(int bytes) {
        capacity = bytes;
    }

    int readable() {
        return readable;
    }

    /** RCV.BUFF - RCV.USER (RFC 9293 §3.8.6.2.2). */
    int free() {
        return Math.max(0, capacity - readable);
    }

    /** How much memory it takes, as {@link Allowance} counts. */
    long held() {
        return owned + (long) Allowance.PIECE * pieces.size();
    }

    void add(Bytes data) {
        if (!data.isEmpty()) {
            pieces.addLast(data);
            readable += data.length();
            owned += data.owned();
        }
    }

    /** Up to so many bytes, of one piece. */
    Bytes take(int most) {
        Bytes first = pieces.pollFirst();
        if (first == null || most <= 0) {
            if (first != null) {
                pieces.addFirst(first);
            }
            return Bytes.EMPTY;
        }
        owned -= first.owned();
        Bytes taken = first;
        if (first.length() > most) {
            taken = first.slice(0, most);
            pieces.addFirst(first.from(most));
            owned += pieces.getFirst().owned();
        }
        readable -= taken.length();
        return taken;
    }

    Bytes peek(int from, int most) {
        int before = 0;
        for (Bytes piece : pieces) {
            if (from < before + piece.length()) {
                int offset = from - before;
                return piece.slice(offset, Math.clamp(most, 0, piece.length() - offset));
            }
            before += piece.length();
        }
        return Bytes.EMPTY;
    }

    void clear() {
        pieces.clear();
        readable = 0;
        owned = 0;
    }
}
