package sevenlayers.wire.tcp;

/**
 * Arithmetic on sequence numbers, which wrap from 2^32 - 1 to 0 (RFC 9293 §3.4). A number is less than another when it lies less than
 * 2^31 before it on the circle; ints wrap at the same place, so that the difference's sign says it.
 */
public final class SequenceNumbers {
    private SequenceNumbers() {}

    public static boolean less(int a, int b) {
        return a - b < 0;
    }

    public static boolean lessOrEqual(int a, int b) {
        return a - b <= 0;
    }

    public static boolean greater(int a, int b) {
        return a - b > 0;
    }

    public static boolean greaterOrEqual(int a, int b) {
        return a - b >= 0;
    }

    /** Whether {@code from <= number < from + length}. */
    public static boolean within(int number, int from, int length) {
        return Integer.compareUnsigned(number - from, length) < 0;
    }

    public static int max(int a, int b) {
        return less(a, b) ? b : a;
    }

    public static int min(int a, int b) {
        return less(a, b) ? a : b;
    }
}
