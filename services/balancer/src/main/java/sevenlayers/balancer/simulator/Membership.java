package sevenlayers.balancer.simulator;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Which backends are listed, with what weight, and when that changes. */
final class Membership {
    /** In so many steps a backend that joins grows into its weight. */
    static final int STEPS = 20;

    private static final int FINE = 100;

    /**
     * What is listed at a moment.
     *
     * @param backends by their place in the scenario
     * @param weights theirs, in the same order
     */
    record Listing(int[] backends, int[] weights) {}

    private final List<SimulatedBackend> backends;
    private final Growth growth;
    private final long[] changes;
    private int passed;

    Membership(Scenario scenario) {
        backends = scenario.backends();
        growth = scenario.slowStart();
        changes = backends.stream()
                .flatMapToLong(this::changes)
                .filter(at -> at > 0 && at < SimulatedBackend.NEVER)
                .sorted()
                .distinct()
                .toArray();
    }

    /** How often what is listed changes after the start. */
    int changes() {
        return changes.length;
    }

    /** By how much weights are made finer at most. */
    int finest() {
        return backends.stream().anyMatch(backend -> growth.windowNanos() > 0 && backend.joinsAtNanos() > 0) ? FINE : 1;
    }

    /** When it changes next; {@link SimulatedBackend#NEVER}: no more. */
    long next() {
        return passed < changes.length ? changes[passed] : SimulatedBackend.NEVER;
    }

    /** What is listed at {@code now}; all changes up to then have been seen. */
    Listing at(long now) {
        while (next() <= now) {
            passed++;
        }
        int[] listed = IntStream.range(0, backends.size())
                .filter(i -> backends.get(i).joinsAtNanos() <= now
                        && now < backends.get(i).leavesAtNanos())
                .toArray();
        // Weights are whole numbers of which only the ratios count. While one grows, all are made finer.
        int scale = IntStream.of(listed).anyMatch(i -> share(backends.get(i), now) < 1) ? FINE : 1;
        int[] weights = IntStream.of(listed)
                .map(i -> (int) Math.max(1, Math.round(backends.get(i).weight() * scale * share(backends.get(i), now))))
                .toArray();
        return new Listing(listed, weights);
    }

    private LongStream changes(SimulatedBackend backend) {
        LongStream ends = LongStream.of(backend.joinsAtNanos(), backend.leavesAtNanos());
        if (backend.joinsAtNanos() == 0 || growth.windowNanos() == 0) {
            return ends;
        }
        LongStream steps = LongStream.rangeClosed(1, STEPS)
                .map(step -> backend.joinsAtNanos() + growth.windowNanos() * step / STEPS)
                .filter(at -> at < backend.leavesAtNanos());
        return LongStream.concat(ends, steps);
    }

    /** Of its weight, from the least to 1. Those that are there from the start have all of it: there is nobody to grow beside. */
    private double share(SimulatedBackend backend, long now) {
        long since = now - backend.joinsAtNanos();
        if (backend.joinsAtNanos() == 0 || since >= growth.windowNanos()) {
            return 1;
        }
        double grown = StrictMath.pow((double) since / growth.windowNanos(), 1 / growth.aggression());
        return Math.max(growth.minimum(), grown);
    }
}
