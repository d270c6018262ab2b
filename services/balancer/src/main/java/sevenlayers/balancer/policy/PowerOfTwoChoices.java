package sevenlayers.balancer.policy;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * Of two drawn at random, the one with fewer requests (L7) or connections (L4) under way; of equals, the one drawn first.
 *
 * <p>Almost as good as looking at all of them, for the price of looking at two; and several balancers that do not see each other do not
 * all rush to the same backend. The weights are not looked at.
 *
 * <p>[1] M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001. The theory (the supermarket model) draws with
 * replacement; without, a small number of backends does a little better.
 */
public final class PowerOfTwoChoices implements Policy {
    private final int choices;
    private final boolean withReplacement;
    private final RandomGenerator random;

    /** Draws as often as the spec says, from this generator, on whichever thread asks. */
    public PowerOfTwoChoices(PolicySpec spec, RandomGenerator random) {
        this.choices = spec.choices().getAsInt();
        this.withReplacement = spec.withReplacement().orElseThrow();
        this.random = random;
    }

    @Override
    public String name() {
        return "power_of_two_choices";
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        List<Backend> untried = Untried.all(snapshot, request);
        int draws = withReplacement ? choices : Math.min(choices, untried.size());
        Backend[] drawn = new Backend[draws];
        long[] active = new long[draws];
        int best = 0;
        for (int i = 0; i < draws; i++) {
            drawn[i] = draw(untried, drawn, i);
            active[i] = drawn[i].active();
            best = active[i] < active[best] ? i : best;
        }
        return new Choice.Picked(drawn[best], new Drawn(List.of(drawn), active, best, untried.size()));
    }

    private Backend draw(List<Backend> untried, Backend[] before, int count) {
        while (true) {
            Backend next = untried.get(random.nextInt(untried.size()));
            if (withReplacement || !contains(before, count, next)) {
                return next;
            }
        }
    }

    private static boolean contains(Backend[] drawn, int count, Backend wanted) {
        for (int i = 0; i < count; i++) {
            if (drawn[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private static final class Drawn implements Reason {
        private final List<Backend> backends;
        private final long[] active;
        private final int best;
        private final int of;

        Drawn(List<Backend> backends, long[] active, int best, int of) {
            this.backends = backends;
            this.active = active;
            this.best = best;
            this.of = of;
        }

        @Override
        public String text() {
            return "the least under way, " + active[best] + ", of " + backends.size() + " drawn at random of "
                    + Untried.count(of);
        }

        @Override
        public List<Score> scores() {
            return IntStream.range(0, active.length)
                    .mapToObj(i -> new Score(backends.get(i), active[i]))
                    .toList();
        }
    }
}
