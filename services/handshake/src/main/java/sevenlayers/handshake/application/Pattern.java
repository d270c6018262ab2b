package sevenlayers.handshake.application;

import sevenlayers.wire.Bytes;

/** The bytes that programs write where they are not told which: that at each place of a stream follows from the place. */
final class Pattern {
    // A period that is prime to every size that buffers and segments have:
    // bytes that land at a wrong place are not the right ones.
    private static final int PERIOD = 65_521;
    private static final byte[] TWICE = new byte[2 * PERIOD];

    static {
        for (int i = 0; i < TWICE.length; i++) {
            int mixed = i % PERIOD * 0x9e3779b1;
            TWICE[i] = (byte) (mixed >>> 24);
        }
    }

    private Pattern() {}

    /** From a place on, at most so many bytes; fewer where the period ends. */
    static Bytes at(long place, long count) {
        return Bytes.wrap(TWICE, (int) (place % PERIOD), (int) Math.min(count, PERIOD));
    }
}
