package sevenlayers.balancer.policy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/** Any, in proportion to the weights. A draw is a place on a line on which each backend has a stretch as long as its weight. */
public final class WeightedRandom implements Policy {
    private final RandomGenerator random;
    private final PerSnapshot<int[]> lines = new PerSnapshot<>(WeightedRandom::line);

    /** Draws from this generator, on whichever thread asks. */
    public WeightedRandom(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "weighted_random";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        lines.of(snapshot);
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        int[] ends = request.tried().isEmpty() ? lines.of(snapshot) : line(snapshot, request);
        int total = ends[ends.length - 1];
        int place = random.nextInt(total);
        // The first stretch that ends behind the place. One without length
        // (tried before) ends where the one before it does.
        int found = Arrays.binarySearch(ends, place + 1);
        int index = found < 0 ? -found - 1 : found;
        while (index > 0 && ends[index - 1] > place) {
            index--;
        }
        int weight = snapshot.weights().get(index);
        Backend backend = snapshot.candidates().get(index);
        return new Choice.Picked(backend, () -> "drawn at random, with a chance of " + weight + " in " + total);
    }

    private static int[] line(Snapshot snapshot) {
        int[] ends = snapshot.weights().stream().mapToInt(Integer::intValue).toArray();
        for (int i = 1; i < ends.length; i++) {
            ends[i] += ends[i - 1];
        }
        return ends;
    }

    private static int[] line(Snapshot snapshot, Request request) {
        int[] ends = new int[snapshot.candidates().size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += request.tried().contains(snapshot.candidates().get(i))
                    ? 0
                    : snapshot.weights().get(i);
            ends[i] = end;
        }
        return ends;
    }
}
