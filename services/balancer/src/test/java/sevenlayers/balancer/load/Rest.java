package sevenlayers.balancer.load;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What is left in the doors' process when nobody asks for anything.
 *
 * @param active requests and connections that a backend is said to be working on
 * @param held bytes that L7 says it holds
 * @param heap bytes of the heap after a collection
 * @param direct bytes that Netty's pool has taken outside of the heap
 * @param resident bytes of the process, as the kernel counts
 * @param files open descriptors
 */
record Rest(long active, long held, long heap, long direct, long resident, long files) {
    private static final long MIB = 1 << 20;

    String text() {
        return LongStream.of(active, held, heap, direct, resident, files)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }

    static Rest parse(String text) {
        long[] numbers =
                Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Rest(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    boolean isQuiet() {
        return active == 0 && held == 0;
    }

    /**
     * Whether no more is in use than at an earlier rest. The heap may differ by what is loaded and cached late; the pool grows by chunks of
     * 4 MiB, of which each of its arenas may need one more.
     */
    boolean isFlatSince(Rest earlier) {
        return heap <= earlier.heap * 1.15 + 4 * MIB
                && direct <= earlier.direct + 16 * MIB
                && files <= earlier.files + 16;
    }

    @Override
    public String toString() {
        return String.format(
                "active %d, held %d B, heap %.1f MiB, direct %.1f MiB, resident %.1f MiB, %d files",
                active, held, (double) heap / MIB, (double) direct / MIB, (double) resident / MIB, files);
    }
}
