package sevenlayers.balancer.simulator;

import java.util.function.DoubleUnaryOperator;

/**
 * How long it takes to serve a request.
 *
 * <p>Each is given as its inverse distribution function: the same chance gives a long service on every backend, so that policies are
 * compared on the same luck. StrictMath and not Math: its answers are the same on every machine, and with them the simulator's.
 */
public sealed interface ServiceTime {
    /** Its mean. */
    double meanNanos();

    /** Gives for each share, from 0 to less than 1, the time in nanoseconds below which that share of all services lies. */
    DoubleUnaryOperator quantiles();

    /** Always the same. */
    record Constant(double meanNanos) implements ServiceTime {
        @Override
        public DoubleUnaryOperator quantiles() {
            return _ -> meanNanos;
        }
    }

    /** Memoryless: F(x) = 1 − e^(−x / mean). */
    record Exponential(double meanNanos) implements ServiceTime {
        @Override
        public DoubleUnaryOperator quantiles() {
            return share -> -meanNanos * StrictMath.log(1 - share);
        }
    }

    /**
     * A bounded Pareto distribution: F(x) = (1 − (shortest / x)^shape) / (1 − ratio^−shape), from shortest to shortest × ratio.
     *
     * <p>[1] M. Harchol-Balter, "The Effect of Heavy-Tailed Job Size Distributions on Computer System Design", 1999.
     *
     * @param shape α, more than 0; the smaller, the heavier
     * @param ratio of the longest to the shortest, more than 1
     */
    record HeavyTail(double meanNanos, double shape, double ratio) implements ServiceTime {
        @Override
        public DoubleUnaryOperator quantiles() {
            double shortest = shortest();
            double bounded = 1 - StrictMath.pow(ratio, -shape);
            double power = -1 / shape;
            // x^p as e^(p ln x), which takes a third of StrictMath.pow's time; its last digits do not matter here.
            return share -> shortest * StrictMath.exp(power * StrictMath.log(1 - share * bounded));
        }

        /** The mean of the squares: what waiting depends on besides the mean. */
        double secondMoment() {
            return shortest() * shortest() * moment(2);
        }

        private double shortest() {
            return meanNanos / moment(1);
        }

        /** The mean of x^k where the shortest is 1. */
        private double moment(int k) {
            // The integral of x^k over the density; where shape is k it is a logarithm.
            double integral = Math.abs(shape - k) < 1e-9
                    ? StrictMath.log(ratio)
                    : (1 - StrictMath.pow(ratio, k - shape)) / (shape - k);
            return shape * integral / (1 - StrictMath.pow(ratio, -shape));
        }
    }
}
