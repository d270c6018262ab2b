package sevenlayers.balancer.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.Choice;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.Policy;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.policy.Reason;
import sevenlayers.balancer.policy.Score;

/**
 * Picks in a row, and why each was made.
 *
 * @param picks in their order
 * @param counts how often each backend was picked, in the order of the backends
 */
public record Explanation(List<Pick> picks, List<Long> counts) {

    /**
     * A pick.
     *
     * @param key what it was made for
     * @param backend the name of the one picked
     * @param scores what the policy thought of each candidate; empty where it compares nothing, and once {@link Limits#SCORES} are told
     */
    public record Pick(String key, String backend, String reason, List<Score> scores) {}

    /** Keeps its own copies. */
    public Explanation {
        picks = List.copyOf(picks);
        counts = List.copyOf(counts);
    }

    /**
     * Asks a new policy. Each pick adds one to what is under way on the backend picked, and nothing ends.
     *
     * @param keys one for each pick; a policy that does not hash looks at none of them
     * @param seed where chance starts
     * @param stop asked before each pick
     * @throws java.util.concurrent.CancellationException it was stopped
     */
    public static Explanation of(
            PolicySpec spec, List<Subject> subjects, List<String> keys, long seed, BooleanSupplier stop) {
        Snapshot snapshot = Subject.snapshot(1, subjects);
        Policy policy = Policies.make(spec, new SplittableRandom(seed));
        policy.prepare(snapshot);
        List<Pick> picks = new ArrayList<>(keys.size());
        int told = 0;
        for (String key : keys) {
            Stop.check(stop);
            Choice choice = policy.select(snapshot, new KeyRequest(key));
            List<Score> scores = choice.reason().scores();
            if (told + scores.size() > Limits.SCORES) {
                scores = List.of();
            }
            told += scores.size();
            picks.add(new Pick(key, pick(choice), choice.reason().text(), scores));
        }
        return new Explanation(
                picks, snapshot.candidates().stream().map(Backend::chosen).toList());
    }

    private static String pick(Choice choice) {
        return switch (choice) {
            case Choice.Picked(Backend backend, Reason _) -> {
                backend.choose();
                backend.begin();
                yield backend.name();
            }
            case Choice.Nothing _ -> "";
        };
    }
}
