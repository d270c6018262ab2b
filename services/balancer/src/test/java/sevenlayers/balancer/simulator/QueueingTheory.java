package sevenlayers.balancer.simulator;

/** What queueing theory says of response times where a service takes 1 on average. Load is that of a server. */
final class QueueingTheory {
    private QueueingTheory() {}

    /** M/M/1: one server, exponential services, Poisson arrivals. */
    static double mm1(double load) {
        return 1 / (1 - load);
    }

    /** M/M/c, by Erlang's C: the chance to have to wait, times how long. */
    static double mmc(int servers, double load) {
        double offered = servers * load;
        // Erlang's B, by its recurrence: B(0) = 1, B(n) = aB(n-1) / (n + aB(n-1)).
        double blocked = 1;
        for (int n = 1; n <= servers; n++) {
            blocked = offered * blocked / (n + offered * blocked);
        }
        double waits = blocked / (1 - load * (1 - blocked));
        return 1 + waits / (servers * (1 - load));
    }

    /** M/G/1, by Pollaczek and Khinchine: the wait grows with the mean square of the service time. */
    static double mg1(double load, double meanSquare) {
        return 1 + load * meanSquare / (2 * (1 - load));
    }

    /**
     * Turns among {@code servers}: each of them gets every n-th arrival of a Poisson process, so that its gaps are Erlang distributed, and
     * is a G/M/1 queue: 1 / (1 − σ), where σ is the root of σ = A(1 − σ) and A the Laplace transform of the gaps.
     */
    static double turns(int servers, double load) {
        double sigma = 0.5;
        for (int step = 0; step < 1_000; step++) {
            double rate = servers * load;
            sigma = Math.pow(rate / (rate + 1 - sigma), servers);
        }
        return 1 / (1 - sigma);
    }

    /**
     * The supermarket model: each arrival looks at {@code choices} of very many queues and joins the shortest.
     *
     * <p>[1] M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 1996.
     */
    static double supermarket(int choices, double load) {
        double sum = 0;
        for (int i = 1; i <= 40; i++) {
            sum += Math.pow(load, (Math.pow(choices, i) - choices) / (choices - 1));
        }
        return sum;
    }
}
