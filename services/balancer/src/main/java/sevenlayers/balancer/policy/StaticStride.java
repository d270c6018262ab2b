package sevenlayers.balancer.policy;

import java.util.concurrent.atomic.AtomicLong;
import sevenlayers.balancer.backend.Snapshot;

/**
 * By weight: passes over the list, in which the heaviest backend is chosen every time and the others are skipped as often as their weight
 * asks for. One counter is all its state, so threads do not get in each other's way.
 *
 * <p>[1] gRFC A58, client-side weighted round robin, "static stride scheduler": in pass g the backend i is chosen if (w·g + offset) mod W ≥
 * W − w, where W is the greatest weight and the offset, i·W/2, keeps the light ones from falling into the same pass. A58 scales
 * weights to W = 65,535 because they are fractions there; here they are whole numbers, and after W passes the proportions are exact.
 */
public final class StaticStride implements Policy {

    private final AtomicLong places = new AtomicLong();
    private final PerSnapshot<Weights> weights = new PerSnapshot<>(StaticStride::weights);

    @Override
    public String name() {
        return "static_stride";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        weights.of(snapshot);
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        Weights made = weights.of(snapshot);
        int backends = made.each().length;
        // The heaviest is chosen in each pass. If it has been tried, the others may be far between: after two passes
        // the next one must do.
        int skipped = 0;
        long place = places.getAndIncrement();
        while (skipped < 2 * backends && !(made.isChosen(place) && isUntried(snapshot, request, place))) {
            skipped++;
            place = places.getAndIncrement();
        }
        while (!isUntried(snapshot, request, place)) {
            skipped++;
            place++;
        }
        int index = (int) (place % backends);
        return new Choice.Picked(
                snapshot.candidates().get(index),
                new Stride(
                        place / backends + 1,
                        (double) made.each()[index] / snapshot.unit(),
                        (double) made.greatest() / snapshot.unit(),
                        skipped));
    }

    private static boolean isUntried(Snapshot snapshot, Request request, long place) {
        int index = (int) (place % snapshot.candidates().size());
        return !request.tried().contains(snapshot.candidates().get(index));
    }

    private static Weights weights(Snapshot snapshot) {
        int[] each = snapshot.weights().stream().mapToInt(Integer::intValue).toArray();
        int greatest = 1;
        for (int weight : each) {
            greatest = Math.max(greatest, weight);
        }
        return new Weights(each, greatest);
    }

    private static final class Weights {
        private final int[] each;
        private final int greatest;

        Weights(int[] each, int greatest) {
            this.each = each;
            this.greatest = greatest;
        }

        int[] each() {
            return each;
        }

        int greatest() {
            return greatest;
        }

        /** Whether the backend whose place in a pass this is has its turn. */
        boolean isChosen(long place) {
            int index = (int) (place % each.length);
            long pass = place / each.length % greatest;
            long offset = (long) greatest / 2 * index;
            return (each[index] * pass + offset) % greatest >= greatest - each[index];
        }
    }

    private record Stride(long pass, double weight, double greatest, int skipped) implements Reason {
        @Override
        public String text() {
            return "pass " + pass + " over the list, weight " + Compared.number(weight) + " where the greatest is "
                    + Compared.number(greatest) + ", " + skipped + " skipped";
        }
    }
}
