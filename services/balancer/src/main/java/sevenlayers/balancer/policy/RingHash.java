package sevenlayers.balancer.policy;

import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * The next point on a ring on which each backend has many: when one leaves, its keys fall to those that follow, and the others stay.
 *
 * <p>They stay only if the other backends keep their points. A ring of fixed size is shared out anew, and then about as many keys move
 * needlessly as had to move.
 *
 * <p>[1] D. Karger et al., "Consistent Hashing and Random Trees", 1997.
 */
public final class RingHash implements HashingPolicy {
    private final Hasher hasher;
    private final PerSnapshot<Ring> rings;

    /** Hashes the spec's key, onto rings of its making; a request without the key is spread by this generator. */
    public RingHash(PolicySpec spec, RandomGenerator random) {
        this.hasher = new Hasher(spec, random);
        this.rings = new PerSnapshot<>(snapshot -> Ring.of(snapshot, spec));
    }

    @Override
    public String name() {
        return "ring_hash";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        rings.of(snapshot);
    }

    @Override
    public int place(Snapshot snapshot, long hash) {
        Ring ring = rings.of(snapshot);
        return ring.candidate(ring.point(hash));
    }

    @Override
    public Lookup lookup(Snapshot snapshot) {
        return rings.of(snapshot);
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        Hasher.Hashed hashed = hasher.hash(request);
        Ring ring = rings.of(snapshot);
        int size = ring.size();
        int point = ring.point(hashed.hash());
        Backend owner = snapshot.candidates().get(ring.candidate(point));
        int passed = 0;
        // It ends: every backend has a point, and one was not tried.
        while (request.tried().contains(owner)) {
            passed++;
            owner = snapshot.candidates().get(ring.candidate((point + passed) % size));
        }
        return new Choice.Picked(owner, new Point(hashed, (point + passed) % size, size, passed));
    }

    private record Point(Hasher.Hashed hashed, int point, int size, int passed) implements Reason {
        @Override
        public String text() {
            return hashed.text() + ", point " + (point + 1) + " of " + size + " on the ring"
                    + (passed == 0 ? "" : ", " + passed + " passed over: tried before");
        }
    }
}
