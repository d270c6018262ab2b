package sevenlayers.handshake.tcp;

import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.SequenceNumbers;

/** What the program has written and the other end has not acknowledged. */
final class SendBuffer {
    private final ByteRing bytes = new ByteRing();
    private final int capacity;
    private int start;
    private int size;

    SendBuffer(int capacity) {
        this.capacity = capacity;
    }

    /** The number of the first byte: the one after the SYN's. */
    void startAt(int sequenceNumber) {
        start = sequenceNumber;
    }

    int free() {
        return Math.max(0, capacity - size);
    }

    int size() {
        return size;
    }

    /** The number after the last byte. */
    int end() {
        return start + size;
    }

    /** Takes as many of these as there is room for. */
    int add(Bytes data) {
        int count = Math.min(free(), data.length());
        bytes.put(size, data.slice(0, count));
        size += count;
        return count;
    }

    Bytes get(int sequenceNumber, int count) {
        return bytes.get(sequenceNumber - start, count);
    }

    /** Forgets what lies before a number. */
    void acknowledged(int acknowledgment) {
        int count = Math.min(size, acknowledgment - start);
        if (SequenceNumbers.greater(acknowledgment, start)) {
            bytes.drop(count);
            size -= count;
            start += count;
        }
    }
}
