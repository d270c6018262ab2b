package sevenlayers.balancer.policy;

import java.util.Arrays;
import java.util.List;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * A lookup table of prime size. Each backend has its own permutation of the entries; in turns, each takes the first entry of its permutation
 * that is still free. A heavier backend has more turns.
 *
 * <p>[1] D. Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016, §3.4 and figure 5. [2] Envoy,
 * {@code source/extensions/load_balancing_policies/maglev}, for the hash (xxHash64) and the weights.
 */
final class MaglevTable implements HashingPolicy.Lookup {
    private final char[] owners;

    private MaglevTable(char[] owners) {
        this.owners = owners;
    }

    static MaglevTable of(Snapshot snapshot, int size) {
        List<Backend> candidates = snapshot.candidates();
        int[] offsets = new int[candidates.size()];
        int[] skips = new int[candidates.size()];
        for (int i = 0; i < offsets.length; i++) {
            String name = candidates.get(i).name();
            // [1]: offset ← h1(name) mod M, skip ← h2(name) mod (M−1) + 1
            offsets[i] = (int) Long.remainderUnsigned(XxHash64.hash(name, 0), size);
            skips[i] = (int) Long.remainderUnsigned(XxHash64.hash(name, 1), size - 1) + 1;
        }
        int[] weights = snapshot.weights().stream().mapToInt(Integer::intValue).toArray();
        return new MaglevTable(fill(size, offsets, skips, weights));
    }

    /** Fills a table; the skips are not multiples of the size, which is a prime, so each permutation comes past every entry. */
    static char[] fill(int size, int[] offsets, int[] skips, int[] weights) {
        char[] owners = new char[size];
        boolean[] taken = new boolean[size];
        int[] next = offsets.clone();
        long[] due = new long[offsets.length];
        long heaviest = Arrays.stream(weights).max().orElse(1);
        int filled = 0;
        for (long round = 1; filled < size && weights.length > 0; round++) {
            for (int i = 0; i < weights.length && filled < size; i++) {
                // [2]: the heaviest has a turn in every round, one of half its weight in every second.
                if (round * weights[i] < due[i]) {
                    continue;
                }
                due[i] += heaviest;
                int entry = next[i];
                while (taken[entry]) {
                    entry = (entry + skips[i]) % size;
                }
                owners[entry] = (char) i;
                taken[entry] = true;
                next[i] = (entry + skips[i]) % size;
                filled++;
            }
        }
        return owners;
    }

    @Override
    public int size() {
        return owners.length;
    }

    @Override
    public int candidate(int index) {
        return owners[index];
    }

    /** The entry of a hash. */
    int entry(long hash) {
        return (int) Long.remainderUnsigned(hash, owners.length);
    }
}
