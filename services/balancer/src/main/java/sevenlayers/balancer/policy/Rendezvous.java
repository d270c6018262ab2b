package sevenlayers.balancer.policy;

import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * Highest random weight: each backend's hash with the key is its score, and the highest wins. When one leaves, exactly its keys move. No
 * table is needed, but every candidate is looked at.
 *
 * <p>[1] D. Thaler, C. Ravishankar, "Using name-based mappings to increase hit rates", 1998. With weights: score = −w / ln u, where u is the
 * hash as a number between 0 and 1; then a backend wins in proportion to its weight.
 */
public final class Rendezvous implements HashingPolicy {
    private final Hasher hasher;
    private final PerSnapshot<long[]> names;

    /** Hashes the spec's key; a request without it is spread by this generator. */
    public Rendezvous(PolicySpec spec, RandomGenerator random) {
        this.hasher = new Hasher(spec, random);
        this.names = new PerSnapshot<>(snapshot -> snapshot.candidates().stream()
                .mapToLong(backend -> XxHash64.hash(backend.name(), 0))
                .toArray());
    }

    @Override
    public String name() {
        return "rendezvous";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        names.of(snapshot);
    }

    @Override
    public int place(Snapshot snapshot, long hash) {
        long[] hashes = names.of(snapshot);
        int best = 0;
        double highest = -1;
        for (int i = 0; i < hashes.length; i++) {
            double score = score(hashes[i], hash, snapshot.weights().get(i));
            if (score > highest) {
                best = i;
                highest = score;
            }
        }
        return best;
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        Hasher.Hashed hashed = hasher.hash(request);
        long[] hashes = names.of(snapshot);
        double[] scores = new double[hashes.length];
        int best = -1;
        for (int i = 0; i < hashes.length; i++) {
            Backend candidate = snapshot.candidates().get(i);
            if (request.tried().contains(candidate)) {
                scores[i] = Double.NaN;
            } else {
                scores[i] = score(hashes[i], hashed.hash(), snapshot.weights().get(i));
                best = best < 0 || scores[i] > scores[best] ? i : best;
            }
        }
        double highest = scores[best];
        return new Choice.Picked(
                snapshot.candidates().get(best),
                new Compared(
                        snapshot,
                        scores,
                        best,
                        () -> hashed.text() + ", the highest score: " + Compared.number(highest)));
    }

    private static double score(long name, long key, int weight) {
        // 53 bits are what a double holds; the half keeps u away from 0 and 1, where ln u or its inverse has no value.
        double u = ((XxHash64.hash(name, key) >>> 11) + 0.5) * 0x1p-53;
        return -weight / Math.log(u);
    }
}
