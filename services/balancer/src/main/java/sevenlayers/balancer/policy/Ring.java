package sevenlayers.balancer.policy;

import java.util.Arrays;
import sevenlayers.balancer.backend.Snapshot;

/**
 * A ring of hashed backends: a key belongs to the first point at or behind its hash.
 *
 * <p>A point is one number: the upper 48 bits are those of its hash, the lower 16 say whose it is. So the whole ring is one sorted array of
 * 8 bytes a point, and two points whose 48 bits are equal (among 262,144 points that is one chance in 8,000) still have an order.
 *
 * <p>[1] Envoy, {@code source/extensions/load_balancing_policies/ring_hash}: a point is the xxHash64 of {@code host_i}; the shares are
 * scaled so that the lightest backend has a whole number of points, and given out by a running total.
 */
final class Ring implements HashingPolicy.Lookup {
    /** A ring has this many points at most, whatever was asked for; all backends have fewer then, in proportion. */
    static final int MOST_POINTS = 262_144;

    private static final int OWNER_BITS = 16;
    private static final long OWNER = (1L << OWNER_BITS) - 1;

    /** Sorted as unsigned numbers, which is what flipping the highest bit does to signed ones. */
    private final long[] points;

    private Ring(long[] points) {
        this.points = points;
    }

    /** A ring as the spec has it. */
    static Ring of(Snapshot snapshot, PolicySpec spec) {
        return spec.pointsPerBackend().isPresent()
                ? fixed(snapshot, spec.pointsPerBackend().getAsInt())
                : shared(snapshot, spec.tableSize().getAsInt());
    }

    /** A ring of this many points at least, shared out by weight. */
    static Ring shared(Snapshot snapshot, int minimum) {
        int[] weights = snapshot.weights().stream().mapToInt(Integer::intValue).toArray();
        long total = Arrays.stream(weights).asLongStream().sum();
        double lightest = (double) Arrays.stream(weights).min().orElse(1) / Math.max(1, total);
        double scale = Math.min(Math.ceil(lightest * minimum) / lightest, MOST_POINTS);
        double[] shares = new double[weights.length];
        Arrays.setAll(shares, i -> scale * weights[i] / total);
        return of(snapshot, shares);
    }

    /** A ring with this many points for each backend and unit of its weight. */
    static Ring fixed(Snapshot snapshot, int pointsPerUnit) {
        int[] weights = snapshot.weights().stream().mapToInt(Integer::intValue).toArray();
        int divisor = Math.max(1, Arrays.stream(weights).reduce(0, Ring::greatestCommonDivisor));
        long wanted = Arrays.stream(weights).asLongStream().sum() / divisor * pointsPerUnit;
        double scale = Math.min(1, (double) MOST_POINTS / Math.max(1, wanted));
        double[] shares = new double[weights.length];
        Arrays.setAll(shares, i -> scale * pointsPerUnit * weights[i] / divisor);
        return of(snapshot, shares);
    }

    private static Ring of(Snapshot snapshot, double[] shares) {
        int size = 0;
        int[] counts = new int[shares.length];
        double due = 0;
        for (int i = 0; i < shares.length; i++) {
            due += shares[i];
            while (size < due) {
                counts[i]++;
                size++;
            }
        }
        long[] points = new long[size];
        int next = 0;
        for (int i = 0; i < shares.length; i++) {
            String name = snapshot.candidates().get(i).name();
            for (int point = 0; point < counts[i]; point++) {
                points[next++] = upper(XxHash64.hash(name + "_" + point, 0)) | i;
            }
        }
        Arrays.sort(points);
        return new Ring(points);
    }

    @Override
    public int size() {
        return points.length;
    }

    @Override
    public int candidate(int index) {
        return (int) (points[index] & OWNER);
    }

    /** The point at or behind a hash; past the last it is the first. */
    int point(long hash) {
        int found = Arrays.binarySearch(points, upper(hash));
        int point = found < 0 ? -found - 1 : found;
        return point == points.length ? 0 : point;
    }

    private static long upper(long hash) {
        return (hash ^ Long.MIN_VALUE) & ~OWNER;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
