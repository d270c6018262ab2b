package sevenlayers.dns.zone;

/** The serial numbers of zones, which go round (RFC 1982 with SERIAL_BITS 32). */
public final class Serial {
    private static final long MODULUS = 1L << 32;
    private static final long HALF = 1L << 31;

    private Serial() {}

    /** Whether {@code a} comes after {@code b}. Of two that are exactly half the circle apart neither does. */
    public static boolean after(long a, long b) {
        // RFC 1982 §3.2
        long ahead = checked(a) - checked(b) & MODULUS - 1;
        return ahead != 0 && ahead < HALF;
    }

    /** The next one. */
    public static long next(long serial) {
        return checked(serial) + 1 & MODULUS - 1;
    }

    private static long checked(long serial) {
        if (serial < 0 || serial >= MODULUS) {
            throw new IllegalArgumentException("a serial has 32 bits, not " + serial);
        }
        return serial;
    }
}
