package sevenlayers.balancer.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * The reason of a policy that compares numbers: the words, and the numbers of the candidates that it looked at.
 *
 * <p>The last thousand reasons are kept, so this one is small: of more than {@value #SHOWN} candidates it keeps the first ones and the one
 * that was chosen, and in no case the snapshot.
 */
final class Compared implements Reason {
    /** Scores that are kept. */
    static final int SHOWN = 100;

    private final List<Backend> backends;
    private final double[] scores;
    private final Supplier<String> words;

    /**
     * Keeps what was compared.
     *
     * @param scores of the snapshot's candidates, in their order; NaN for one that was not looked at. They are kept, not copied
     * @param chosen the place of the candidate that was chosen
     * @param words in which nothing large is captured
     */
    Compared(Snapshot snapshot, double[] scores, int chosen, Supplier<String> words) {
        List<Backend> candidates = snapshot.candidates();
        this.words = words;
        if (candidates.size() <= SHOWN) {
            this.backends = candidates;
            this.scores = scores;
        } else if (chosen < SHOWN) {
            this.backends = List.copyOf(candidates.subList(0, SHOWN));
            this.scores = Arrays.copyOf(scores, SHOWN);
        } else {
            List<Backend> shown = new ArrayList<>(candidates.subList(0, SHOWN));
            shown.set(SHOWN - 1, candidates.get(chosen));
            this.backends = List.copyOf(shown);
            this.scores = Arrays.copyOf(scores, SHOWN);
            this.scores[SHOWN - 1] = scores[chosen];
        }
    }

    @Override
    public String text() {
        return words.get();
    }

    @Override
    public List<Score> scores() {
        List<Score> list = new ArrayList<>(backends.size());
        for (int i = 0; i < backends.size(); i++) {
            if (!Double.isNaN(scores[i])) {
                list.add(new Score(backends.get(i), scores[i]));
            }
        }
        return List.copyOf(list);
    }

    /** A number as a sentence has it: whole if it is whole, else with three decimals at most. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.toString(Math.round(value * 1_000) / 1_000.0);
    }
}
