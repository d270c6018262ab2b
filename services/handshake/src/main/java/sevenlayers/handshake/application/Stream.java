package sevenlayers.handshake.application;

import java.util.ArrayDeque;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.wire.Bytes;

/** One direction of a connection, as its two programs see it: what one has written and the other has not read is kept to compare. */
public final class Stream {
    private final ArrayDeque<Bytes> expected = new ArrayDeque<>();
    private final Allowance allowance;
    private long written;
    private long read;
    private long firstWrittenAtNanos = -1;
    private long lastReadAtNanos = -1;
    private boolean intact = true;

    public Stream(Allowance allowance) {
        this.allowance = allowance;
    }

    void wrote(Bytes bytes, long nowNanos) {
        if (firstWrittenAtNanos < 0) {
            firstWrittenAtNanos = nowNanos;
        }
        if (!bytes.isEmpty()) {
            expected.addLast(bytes);
            allowance.change(Allowance.PIECE);
            written += bytes.length();
        }
    }

    void read(Bytes bytes, long nowNanos) {
        Bytes rest = bytes;
        while (intact && !rest.isEmpty()) {
            Bytes next = expected.pollFirst();
            if (next == null) {
                intact = false;
                break;
            }
            allowance.change(-Allowance.PIECE);
            int count = Math.min(next.length(), rest.length());
            intact = next.slice(0, count).equals(rest.slice(0, count));
            rest = rest.from(count);
            if (count < next.length()) {
                expected.addFirst(next.from(count));
                allowance.change(Allowance.PIECE);
            }
        }
        read += bytes.length();
        lastReadAtNanos = nowNanos;
    }

    public long written() {
        return written;
    }

    public long read() {
        return read;
    }

    /** -1: nothing was. */
    public long firstWrittenAtNanos() {
        return firstWrittenAtNanos;
    }

    /** -1: nothing was. */
    public long lastReadAtNanos() {
        return lastReadAtNanos;
    }

    /** Whether all that was read is what was written, byte for byte and in order. */
    public boolean isIntact() {
        return intact;
    }
}
