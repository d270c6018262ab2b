package sevenlayers.handshake.tcp;

import sevenlayers.wire.Bytes;

/** Bytes by their place in a stream, of which a part is held: it can be filled beyond a gap, and is emptied from its beginning. */
final class ByteRing {
    private static final int SMALLEST = 1_024;

    private byte[] ring = new byte[0];
    private int head;

    /** Writes at a distance from the first byte that is held. */
    void put(int distance, Bytes bytes) {
        reserve(distance + bytes.length());
        int at = head + distance & ring.length - 1;
        int first = Math.min(bytes.length(), ring.length - at);
        bytes.copyTo(0, ring, at, first);
        bytes.copyTo(first, ring, 0, bytes.length() - first);
    }

    Bytes get(int distance, int count) {
        byte[] copy = new byte[count];
        if (count > 0) {
            int at = head + distance & ring.length - 1;
            int first = Math.min(count, ring.length - at);
            System.arraycopy(ring, at, copy, 0, first);
            System.arraycopy(ring, 0, copy, first, count - first);
        }
        return Bytes.wrap(copy);
    }

    void drop(int count) {
        if (count > 0) {
            head = head + count & ring.length - 1;
        }
    }

    // An idle connection has none; a busy one what it needed at most, a power of two.
    private void reserve(int size) {
        if (size > ring.length) {
            byte[] larger = new byte[Math.max(SMALLEST, Integer.highestOneBit(size - 1) << 1)];
            int first = ring.length - head;
            System.arraycopy(ring, head, larger, 0, first);
            System.arraycopy(ring, 0, larger, first, head);
            ring = larger;
            head = 0;
        }
    }
}
