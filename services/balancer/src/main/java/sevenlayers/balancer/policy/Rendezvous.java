package sevenlayers.balancer.policy;

import java.util.Set;
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
    private final Weights weights = new Weights();
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
        weights.of(snapshot);
    }

    @Override
    public int place(Snapshot snapshot, long hash) {
        long[] hashes = names.of(snapshot);
        int[] weight = weights.of(snapshot);
        int best = 0;
        double highest = 0;
        for (int i = 0; i < hashes.length; i++) {
            double u = between0And1(hashes[i], hash);
            if (mayScore(u, weight[i], highest) && score(u, weight[i]) > highest) {
                best = i;
                highest = score(u, weight[i]);
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
        int[] weight = weights.of(snapshot);
        Set<Backend> tried = request.tried();
        double[] scores = new double[hashes.length];
        int best = -1;
        double highest = 0;
        for (int i = 0; i < hashes.length; i++) {
            Backend candidate = snapshot.candidates().get(i);
            double u = between0And1(hashes[i], hashed.hash());
            // Of very many, only the scores of the first are shown.
            boolean needed = i < Compared.SHOWN || mayScore(u, weight[i], highest);
            if (!needed || !Untried.is(candidate, tried)) {
                scores[i] = Double.NaN;
                continue;
            }
            scores[i] = score(u, weight[i]);
            if (scores[i] > highest) {
                best = i;
                highest = scores[i];
            }
        }
        double winner = highest;
        return new Choice.Picked(
                snapshot.candidates().get(best),
                new Compared(
                        snapshot,
                        scores,
                        best,
                        () -> hashed.text() + ", the highest score: " + Compared.number(winner)));
    }

    /** 53 bits are what a double holds; the half keeps it away from 0 and 1, where ln u or its inverse has no value. */
    private static double between0And1(long name, long key) {
        return ((XxHash64.hash(name, key) >>> 11) + 0.5) * 0x1p-53;
    }

    private static double score(double u, int weight) {
        return -weight / Math.log(u);
    }

    /** Saves most logarithms: ln u ≤ u − 1, so the score is w / (1 − u) at most. */
    private static boolean mayScore(double u, int weight, double moreThan) {
        return weight / (1 - u) > moreThan;
    }
}
