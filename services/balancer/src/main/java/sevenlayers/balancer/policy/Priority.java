package sevenlayers.balancer.policy;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * In turn among the backends of the greatest weight; the next tier gets something only when those are gone.
 *
 * <p>Weights are ranks here. During a slow start a backend has less than its weight, and so stands in a lower tier until it is warm.
 */
public final class Priority implements Policy {
    private final AtomicLong turns = new AtomicLong();
    private final PerSnapshot<int[]> orders = new PerSnapshot<>(Priority::heaviestFirst);

    @Override
    public String name() {
        return "priority";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        orders.of(snapshot);
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        int[] order = orders.of(snapshot);
        long turn = turns.getAndIncrement();
        int start = 0;
        for (int tier = 1; ; tier++) {
            int weight = snapshot.weights().get(order[start]);
            int end = start;
            while (end < order.length && snapshot.weights().get(order[end]) == weight) {
                end++;
            }
            int size = end - start;
            for (int step = 0; step < size; step++) {
                Backend candidate = snapshot.candidates().get(order[start + (int) ((turn + step) % size)]);
                if (!request.tried().contains(candidate)) {
                    return new Choice.Picked(candidate, new Tier(tier, (double) weight / snapshot.unit(), size));
                }
            }
            start = end;
        }
    }

    private static int[] heaviestFirst(Snapshot snapshot) {
        return IntStream.range(0, snapshot.candidates().size())
                .boxed()
                .sorted(Comparator.comparing(i -> -snapshot.weights().get(i)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private record Tier(int tier, double weight, int size) implements Reason {
        @Override
        public String text() {
            String text = "in turn among " + Untried.count(size) + " of weight " + Compared.number(weight);
            return tier == 1 ? text : text + ", tier " + tier + ": all above turned it away";
        }
    }
}
