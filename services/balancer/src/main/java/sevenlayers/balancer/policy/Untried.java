package sevenlayers.balancer.policy;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/** The candidates that have not turned a request away yet. Almost always these are all, and that must cost nothing. */
final class Untried {
    private Untried() {}

    /** Whether there is any. */
    static boolean any(Snapshot snapshot, Request request) {
        List<Backend> candidates = snapshot.candidates();
        return request.tried().isEmpty()
                ? !candidates.isEmpty()
                : !request.tried().containsAll(candidates);
    }

    /** Whether a candidate is one of them. */
    static boolean is(Backend candidate, Set<Backend> tried) {
        return tried.isEmpty() || !tried.contains(candidate);
    }

    /** All of them. */
    static List<Backend> all(Snapshot snapshot, Request request) {
        List<Backend> candidates = snapshot.candidates();
        return request.tried().isEmpty()
                ? candidates
                : candidates.stream()
                        .filter(candidate -> !request.tried().contains(candidate))
                        .toList();
    }

    /** Says that there is none. Its words are made at once, since a reason must not keep a snapshot. */
    static Choice none(Snapshot snapshot) {
        int candidates = snapshot.candidates().size();
        String text = switch (candidates) {
            case 0 -> snapshot.whyNone();
            case 1 -> "the only backend turned it away";
            default -> "all " + candidates + " backends turned it away";
        };
        return new Choice.Nothing(() -> text);
    }

    /** As in {@code 3 backends}. */
    static String count(int backends) {
        return backends + (backends == 1 ? " backend" : " backends");
    }

    /** One by chance; there must be one. */
    static Backend byChance(List<Backend> untried, RandomGenerator random) {
        return untried.get(random.nextInt(untried.size()));
    }
}
