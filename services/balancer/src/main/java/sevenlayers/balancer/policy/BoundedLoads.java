package sevenlayers.balancer.policy;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * As {@link RingHash}, but a backend that has more than its share of the load is passed over: keys stay where they are as long as that
 * overloads nobody.
 *
 * <p>[1] V. Mirrokni, M. Thorup, M. Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2016: with m requests under way, counting this
 * one, a backend may have ⌈c·m·w/W⌉ of them, where c is a little more than 1. Together they may have more than m, so one always
 * has room.
 */
public final class BoundedLoads implements Policy {
    private final Hasher hasher;
    private final Weights weights = new Weights();
    private final int loadPercent;
    private final PerSnapshot<Ring> rings;

    /** As a ring hash of this spec, within its bound of the load; a request without the key is spread by this generator. */
    public BoundedLoads(PolicySpec spec, RandomGenerator random) {
        this.hasher = new Hasher(spec, random);
        this.loadPercent = spec.loadPercent().getAsInt();
        this.rings = new PerSnapshot<>(snapshot -> Ring.of(snapshot, spec));
    }

    @Override
    public String name() {
        return "bounded_loads";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        rings.of(snapshot);
        weights.of(snapshot);
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        Hasher.Hashed hashed = hasher.hash(request);
        Ring ring = rings.of(snapshot);
        List<Backend> candidates = snapshot.candidates();
        double requests = 1;
        int[] weight = weights.of(snapshot);
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            requests += candidates.get(i).active();
            total += weight[i];
        }
        double perWeight = loadPercent / 100.0 * requests / total;
        int point = ring.point(hashed.hash());
        BitSet full = new BitSet(candidates.size());
        int fallback = -1;
        // Those that were tried may be the only ones with room; then the bound gives way.
        for (int step = 0; step < ring.size() && full.cardinality() < candidates.size(); step++) {
            int index = ring.candidate((point + step) % ring.size());
            Backend owner = candidates.get(index);
            if (full.get(index) || request.tried().contains(owner)) {
                full.set(index);
                continue;
            }
            long bound = (long) Math.ceil(perWeight * weight[index]);
            if (owner.active() < bound) {
                return new Choice.Picked(owner, new Bounded(hashed, owner.active(), bound, full.cardinality()));
            }
            full.set(index);
            fallback = fallback < 0 ? index : fallback;
        }
        int index =
                fallback < 0 ? candidates.indexOf(Untried.all(snapshot, request).getFirst()) : fallback;
        return new Choice.Picked(
                candidates.get(index), () -> hashed.text() + ": no backend that is left has room; the first of them");
    }

    private record Bounded(Hasher.Hashed hashed, long active, long bound, int passed) implements Reason {
        @Override
        public String text() {
            return hashed.text() + ", " + active + " under way of " + bound + " allowed"
                    + (passed == 0 ? "" : ", " + Untried.count(passed) + " passed over: full or tried before");
        }
    }
}
