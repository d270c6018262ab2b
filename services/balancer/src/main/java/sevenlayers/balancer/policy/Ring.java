package sevenlayers.balancer.policy;

import java.util.Arrays;
import sevenlayers.balancer.backend.Snapshot;

/**
 * A ring of hashed backends: a key belongs to the first point at or behind its hash.
 *
 * <p>A point is one number: the upper 48 bits are those of its hash, the lower 16 say whose it is. So the whole ring is one sorted array of
 * 8 bytes a point, and two points whose 48 bits are equal (among 262,144 points that is one chance in 8,000) still have an order.
 *
 * <p>Every backend has a point, however light it is: one without would get no request, not even the one that all others turned away.
 *
 * <p>[1] Envoy, {@code source/extensions/load_balancing_policies/ring_hash}: a point is the xxHash64 of {@code host_i}; the shares are
 * scaled so that the lightest backend has a whole number of points, and given out by a running total.
 */
final class Ring implements HashingPolicy.Lookup {
    /**
     * A ring has this many points at most, whatever was asked for, and those that each backend has in any case; all have fewer then, in
     * proportion.
     */
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
        long total = snapshot.weights().stream().mapToLong(Integer::longValue).sum();
        double lightest = snapshot.weights().stream()
                        .mapToDouble(Integer::doubleValue)
                        .min()
                        .orElse(1)
                / Math.max(1, total);
        double size = Math.min(Math.ceil(lightest * minimum) / lightest, MOST_POINTS);
        int[] counts = new int[snapshot.weights().size()];
        int given = 0;
        double due = 0;
        for (int i = 0; i < counts.length; i++) {
            due += size * snapshot.weights().get(i) / total;
            counts[i] = Math.max(1, (int) Math.ceil(due) - given);
            given += counts[i];
        }
        return of(snapshot, counts);
    }

    /** A ring with this many points for each backend and unit of its weight, so that nobody's points depend on the others. */
    static Ring fixed(Snapshot snapshot, int pointsPerUnit) {
        double wanted =
                snapshot.weights().stream().mapToLong(Integer::longValue).sum()
                        / (double) snapshot.unit()
                        * pointsPerUnit;
        double scale = Math.min(1, MOST_POINTS / Math.max(1, wanted)) * pointsPerUnit / snapshot.unit();
        return of(
                snapshot,
                snapshot.weights().stream()
                        .mapToInt(weight -> (int) Math.max(1, Math.round(scale * weight)))
                        .toArray());
    }

    private static Ring of(Snapshot snapshot, int[] counts) {
        long[] points = new long[Arrays.stream(counts).sum()];
        int next = 0;
        for (int i = 0; i < counts.length; i++) {
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
}
