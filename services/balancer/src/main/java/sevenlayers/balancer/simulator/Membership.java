package sevenlayers.balancer.simulator;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import sevenlayers.balancer.health.SlowStart;

/** Which backends are listed, with what weight, and when that changes. */
final class Membership {
    /** In so many steps a backend that joins grows into its weight. */
    static final int STEPS = 10;

    private static final int PARTS = 100;

    /**
     * What is listed at a moment.
     *
     * @param backends by their place in the scenario
     * @param weights theirs, in the same order
     */
    record Listing(int[] backends, int[] weights) {}

    private final List<SimulatedBackend> backends;
    private final SlowStart slowStart;
    private final long windowNanos;
    private final long[] changes;
    private int passed;

    Membership(Scenario scenario) {
        backends = scenario.backends();
        slowStart = scenario.slowStart();
        windowNanos = slowStart.window().toNanos();
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

    /** Into so many parts a weight of 1 is cut at most. */
    int parts() {
        return backends.stream().anyMatch(backend -> windowNanos > 0 && backend.joinsAtNanos() > 0) ? PARTS : 1;
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
        return new Listing(listed, weights(listed, now));
    }

    /** Whole numbers in the proportion of the weights, as the registry of the data path makes them. */
    private int[] weights(int[] listed, long now) {
        if (IntStream.of(listed).allMatch(i -> share(backends.get(i), now) == 1)) {
            return IntStream.of(listed).map(i -> backends.get(i).weight()).toArray();
        }
        int[] parts = IntStream.of(listed)
                .map(i -> (int) Math.max(1, Math.round(backends.get(i).weight() * PARTS * share(backends.get(i), now))))
                .toArray();
        int common = IntStream.of(parts).reduce(0, Membership::commonDivisor);
        return IntStream.of(parts).map(part -> part / common).toArray();
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    private LongStream changes(SimulatedBackend backend) {
        LongStream ends = LongStream.of(backend.joinsAtNanos(), backend.leavesAtNanos());
        if (backend.joinsAtNanos() == 0 || windowNanos == 0) {
            return ends;
        }
        LongStream steps = LongStream.rangeClosed(1, STEPS)
                .map(step -> backend.joinsAtNanos() + windowNanos * step / STEPS)
                .filter(at -> at < backend.leavesAtNanos());
        return LongStream.concat(ends, steps);
    }

    /** Of its weight, from the least to 1. Those that are there from the start have all of it: there is nobody to grow beside. */
    private double share(SimulatedBackend backend, long now) {
        return backend.joinsAtNanos() == 0 ? 1 : slowStart.share(now - backend.joinsAtNanos());
    }
}
