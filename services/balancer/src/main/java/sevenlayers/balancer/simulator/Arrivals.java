package sevenlayers.balancer.simulator;

import java.util.random.RandomGenerator;

/** When users come. They do not wait for each other: however long the queues are, the next one comes when it comes. */
public sealed interface Arrivals {
    /** How many in a second, on average. */
    double perSecond();

    /** How often their rate changes between one arrival and the next, on average. */
    default double turnsPerArrival() {
        return 0;
    }

    /** The arrivals from time 0 on. */
    Clock clock(RandomGenerator random);

    /** Gives one arrival after the other. */
    @FunctionalInterface
    interface Clock {
        /** When the next one comes, in nanoseconds; never before the last one. */
        long next();
    }

    /** A Poisson process: the gaps are exponential and independent. */
    record Poisson(double perSecond) implements Arrivals {
        @Override
        public Clock clock(RandomGenerator random) {
            double meanGap = 1e9 / perSecond;
            return new Clock() {
                private double now;

                @Override
                public long next() {
                    now += meanGap * exponential(random);
                    return Math.round(now);
                }
            };
        }
    }

    /**
     * A Poisson process whose rate is high in bursts and low between them; both last exponentially long.
     *
     * @param perSecond the mean over both
     * @param factor the rate in a burst over the mean, 1 or more
     * @param share of the time that is burst, more than 0 and less than 1; factor × share is at most 1
     * @param meanBurstNanos how long a burst lasts on average
     */
    record Bursty(double perSecond, double factor, double share, double meanBurstNanos) implements Arrivals {
        @Override
        public double turnsPerArrival() {
            return 2 * (1e9 / perSecond) / (meanBurstNanos / share);
        }

        @Override
        public Clock clock(RandomGenerator random) {
            // What the bursts leave over: factor * share + quiet * (1 - share) = 1.
            double quiet = Math.max(0, 1 - factor * share) / (1 - share);
            double meanQuietNanos = meanBurstNanos * (1 - share) / share;
            return new Clock() {
                private double now;
                private boolean burst = random.nextDouble() < share;
                private double turn = length();

                @Override
                public long next() {
                    while (true) {
                        double perNano = perSecond * (burst ? factor : quiet) / 1e9;
                        double next = now + exponential(random) / perNano; // infinite if the rate is 0
                        if (next <= turn) {
                            now = next;
                            return Math.round(now);
                        }
                        // The process has no memory: what was drawn for the old rate is thrown away at the turn.
                        now = turn;
                        burst = !burst;
                        turn = now + length();
                    }
                }

                private double length() {
                    return exponential(random) * (burst ? meanBurstNanos : meanQuietNanos);
                }
            };
        }
    }

    private static double exponential(RandomGenerator random) {
        return -StrictMath.log(1 - random.nextDouble());
    }
}
