package sevenlayers.balancer.simulator;

/**
 * The keys that requests carry, the most frequent first.
 *
 * @param count how many, 1 or more
 * @param skew Zipf's exponent: key n (from 1) has a share in proportion to 1 / n^skew; 0: all the same
 */
public record Keys(int count, double skew) {
    /** Finds the key that a chance falls on. */
    Line line() {
        return new Line(this);
    }

    /**
     * The chances from 0 to 1 as a line on which each key has a stretch as long as its share.
     *
     * <p>The line is cut into as many equal parts as there are keys, and of each part is known which key it begins in: from there it is a
     * step or two to the right key.
     */
    static final class Line {
        private final double[] ends;
        private final int[] firstOfPart;

        private Line(Keys keys) {
            int count = keys.count();
            ends = new double[count];
            double sum = 0;
            for (int key = 0; key < count; key++) {
                sum += StrictMath.pow(key + 1, -keys.skew());
                ends[key] = sum;
            }
            firstOfPart = new int[count];
            int part = 0;
            for (int key = 0; key < count; key++) {
                ends[key] /= sum;
                while (part < count && (double) part / count < ends[key]) {
                    firstOfPart[part++] = key;
                }
            }
        }

        /** The key, from 0, in whose stretch a place from 0 to less than 1 lies. */
        int at(double place) {
            int key = firstOfPart[(int) (place * ends.length)];
            while (ends[key] <= place) {
                key++;
            }
            return key;
        }
    }
}
