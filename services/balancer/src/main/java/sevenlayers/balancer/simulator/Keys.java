package sevenlayers.balancer.simulator;

import java.util.Arrays;

/**
 * The keys that requests carry, the most frequent first.
 *
 * @param count how many, 1 or more
 * @param skew Zipf's exponent: key n (from 1) has a share in proportion to 1 / n^skew; 0: all the same
 */
public record Keys(int count, double skew) {
    /** For each key the share of those up to it. */
    double[] upTo() {
        double[] upTo = new double[count];
        double sum = 0;
        for (int key = 0; key < count; key++) {
            sum += StrictMath.pow(key + 1, -skew);
            upTo[key] = sum;
        }
        for (int key = 0; key < count; key++) {
            upTo[key] /= sum;
        }
        return upTo;
    }

    /**
     * The key that a chance falls on.
     *
     * @param upTo {@link #upTo}
     * @param u from 0 to less than 1
     */
    static int at(double[] upTo, double u) {
        int found = Arrays.binarySearch(upTo, u);
        // Key k has [upTo[k - 1], upTo[k]): one that is met exactly belongs to the next.
        return Math.min(found >= 0 ? found + 1 : -found - 1, upTo.length - 1);
    }
}
