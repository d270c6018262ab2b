package sevenlayers.balancer.decision;

import java.util.List;
import sevenlayers.balancer.backend.Backend;

/**
 * The list of candidates that a layer's last decision chose from. Snapshots follow each other fast while a backend warms up, mostly with the
 * same candidates in a new list; as long as they are the same, the decisions share one list. If they are not, a thousand decisions keep a
 * thousand lists: so a list has {@value #MOST} of them at most.
 */
final class Candidates {
    /** Candidates that a decision keeps, the first ones in their order. */
    static final int MOST = 100;

    /**
     * Two equal lists, but for what is more than {@link #MOST}.
     *
     * @param seen as it came last
     * @param kept the one that decisions share
     */
    private record Pair(List<Backend> seen, List<Backend> kept) {}

    private volatile Pair last = new Pair(List.of(), List.of());

    /** The same candidates, in the list that earlier decisions have if they had the same. */
    List<Backend> shared(List<Backend> candidates) {
        Pair pair = last;
        if (pair.seen() != candidates) {
            List<Backend> first = candidates.size() <= MOST ? candidates : List.copyOf(candidates.subList(0, MOST));
            pair = new Pair(candidates, pair.kept().equals(first) ? pair.kept() : first);
            last = pair;
        }
        return pair.kept();
    }
}
