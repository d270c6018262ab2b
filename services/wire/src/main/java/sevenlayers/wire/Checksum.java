package sevenlayers.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The Internet checksum (RFC 1071): the one's complement of the one's complement sum of all 16-bit words. */
public final class Checksum {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Checksum() {}

    /** Of these bytes; an odd last one is followed by a zero. */
    public static int of(Bytes bytes) {
        return finish(bytes.sum(0));
    }

    /**
     * Of what stands in a buffer's array between two places, with the sum of a pseudo-header before it. Where a right checksum is among
     * the bytes the result is 0.
     */
    public static int of(long pseudoHeader, ByteBuffer buffer, int from, int to) {
        return finish(sum(pseudoHeader, buffer.array(), buffer.arrayOffset() + from, to - from));
    }

    public static int of(long pseudoHeader, Bytes bytes) {
        return finish(bytes.sum(pseudoHeader));
    }

    /**
     * The sum of the 12 bytes that stand before a segment or datagram in thought only (RFC 9293 §3.1, RFC 768): both addresses, the
     * protocol and the length.
     */
    public static long pseudoHeader(int source, int destination, int protocol, int length) {
        return (source & 0xffff_ffffL) + (destination & 0xffff_ffffL) + protocol + length;
    }

    /** A checksum after one of the words beneath it was changed, without reading the others (RFC 1624 §3, equation 3). */
    public static int replaced(int checksum, int before, int after) {
        return finish((~checksum & 0xffffL) + (~before & 0xffffL) + (after & 0xffffL));
    }

    // RFC 1071 §2 (C): the sum may be taken over 32-bit words and
    // folded at the end, since 2^16 = 1 in one's complement.
    static long sum(long before, byte[] bytes, int offset, int length) {
        long sum = before;
        int i = offset;
        int end = offset + length;
        for (; i <= end - 4; i += 4) {
            sum += (int) INTS.get(bytes, i) & 0xffff_ffffL;
        }
        if (i <= end - 2) {
            sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
            i += 2;
        }
        if (i < end) {
            sum += (bytes[i] & 0xff) << 8;
        }
        return sum;
    }

    /** Folds a sum to 16 bits: the one's complement sum itself, before it is complemented. */
    public static int folded(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    private static int finish(long sum) {
        return ~folded(sum) & 0xffff;
    }
}
