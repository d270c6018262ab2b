package sevenlayers.balancer.policy;

import java.util.concurrent.atomic.AtomicInteger;

/** Settles ties: of the candidates with the same lowest number, each has its turn. */
final class InTurn {
    private final AtomicInteger turns = new AtomicInteger();

    /**
     * The place of a lowest number.
     *
     * @param numbers of which one at least is not NaN
     */
    int lowest(double[] numbers) {
        double lowest = Double.POSITIVE_INFINITY;
        int ties = 0;
        int first = -1;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < lowest) {
                lowest = numbers[i];
                first = i;
                ties = 1;
            } else if (numbers[i] == lowest) {
                ties++;
            }
        }
        if (ties == 1) {
            return first;
        }
        int place = first;
        for (int left = Integer.remainderUnsigned(turns.getAndIncrement(), ties); left > 0; left--) {
            do {
                place++;
            } while (numbers[place] != lowest);
        }
        return place;
    }
}
