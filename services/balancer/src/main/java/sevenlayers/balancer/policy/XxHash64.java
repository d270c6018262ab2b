package sevenlayers.balancer.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * xxHash64, the hash that Envoy's ring and Maglev tables are made with.
 *
 * <p>Fast, well spread, and not secret: whoever knows the seed can find keys that collide.
 *
 * <p>[1] https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, "XXH64 algorithm description"; the steps are numbered as there.
 */
public final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    /** The hash of a text's UTF-8 bytes. */
    public static long hash(String text, long seed) {
        return hash(text.getBytes(StandardCharsets.UTF_8), seed);
    }

    /** The hash of these bytes. */
    public static long hash(byte[] input, long seed) {
        int at = 0;
        long accumulator;
        if (input.length < STRIPE) {
            accumulator = seed + PRIME_5; // step 1, special case: less than 32 bytes
        } else {
            // Steps 1 and 2: four accumulators eat a lane of 8 bytes each, stripe by stripe.
            long first = seed + PRIME_1 + PRIME_2;
            long second = seed + PRIME_2;
            long third = seed;
            long fourth = seed - PRIME_1;
            for (; at <= input.length - STRIPE; at += STRIPE) {
                first = round(first, (long) LONGS.get(input, at));
                second = round(second, (long) LONGS.get(input, at + 8));
                third = round(third, (long) LONGS.get(input, at + 16));
                fourth = round(fourth, (long) LONGS.get(input, at + 24));
            }
            // Step 3: convergence.
            accumulator = Long.rotateLeft(first, 1)
                    + Long.rotateLeft(second, 7)
                    + Long.rotateLeft(third, 12)
                    + Long.rotateLeft(fourth, 18);
            accumulator = merge(accumulator, first);
            accumulator = merge(accumulator, second);
            accumulator = merge(accumulator, third);
            accumulator = merge(accumulator, fourth);
        }
        accumulator += input.length; // step 4
        // Step 5: what is left, 8 bytes, then 4, then one at a time.
        for (; at <= input.length - 8; at += 8) {
            accumulator = eight(accumulator, (long) LONGS.get(input, at));
        }
        if (at <= input.length - 4) {
            accumulator ^= Integer.toUnsignedLong((int) INTS.get(input, at)) * PRIME_1;
            accumulator = Long.rotateLeft(accumulator, 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < input.length; at++) {
            accumulator ^= (input[at] & 0xFF) * PRIME_5;
            accumulator = Long.rotateLeft(accumulator, 11) * PRIME_1;
        }
        return avalanche(accumulator);
    }

    /** The hash of a number's eight bytes, the least first; the same as of those bytes in an array, which it does not make. */
    public static long hash(long eightBytes, long seed) {
        return avalanche(eight(seed + PRIME_5 + 8, eightBytes));
    }

    private static long eight(long accumulator, long lane) {
        return Long.rotateLeft(accumulator ^ round(0, lane), 27) * PRIME_1 + PRIME_4;
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long accumulator, long other) {
        return (accumulator ^ round(0, other)) * PRIME_1 + PRIME_4;
    }

    // Step 6: every bit of the input has a chance to change every bit of the output.
    private static long avalanche(long accumulator) {
        long mixed = accumulator;
        mixed = (mixed ^ (mixed >>> 33)) * PRIME_2;
        mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
        return mixed ^ (mixed >>> 32);
    }
}
