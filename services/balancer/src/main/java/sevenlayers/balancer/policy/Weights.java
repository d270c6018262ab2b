package sevenlayers.balancer.policy;

import sevenlayers.balancer.backend.Snapshot;

/** A snapshot's weights as numbers in a row: a policy that looks at a thousand candidates would otherwise look up a thousand objects. */
final class Weights {
    private final PerSnapshot<int[]> numbers = new PerSnapshot<>(
            snapshot -> snapshot.weights().stream().mapToInt(Integer::intValue).toArray());

    /** In the order of the candidates; not to be changed. */
    int[] of(Snapshot snapshot) {
        return numbers.of(snapshot);
    }
}
