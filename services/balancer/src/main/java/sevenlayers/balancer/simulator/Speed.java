package sevenlayers.balancer.simulator;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevenlayers.balancer.health.SlowStart;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;

/**
 * How many requests a second of CPU time are simulated with each policy: {@code Speed [backends [requests]]}, by default 10 and 1,000,000.
 *
 * <p>The load is 0.9. The machine may do other things, too, which never makes anything faster: so it is the thread's own time, and of five
 * rounds the best.
 */
public final class Speed {
    private static final int ROUNDS = 5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Speed() {}

    /** Prints a line for each policy. */
    public static void main(String[] words) {
        int backends = words.length > 0 ? Integer.parseInt(words[0]) : 10;
        int requests = words.length > 1 ? Integer.parseInt(words[1]) : 1_000_000;
        print(scenario(backends, requests), System.out);
    }

    private static void print(Scenario scenario, PrintStream out) {
        out.printf(
                Locale.ROOT, "%d backends, %,d requests%n", scenario.backends().size(), scenario.requests());
        for (String name : Policies.names()) {
            PolicySpec policy = PolicySpec.of(name);
            long best = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long start = THREADS.getCurrentThreadCpuTime();
                Run.of(scenario, random -> Policies.make(policy, random), () -> false);
                best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
            }
            out.printf(
                    Locale.ROOT,
                    "%-30s %,12d requests per CPU second%n",
                    name,
                    scenario.requests() * 1_000_000_000L / best);
        }
    }

    private static Scenario scenario(int backends, int requests) {
        List<SimulatedBackend> all = new ArrayList<>();
        for (int i = 1; i <= backends; i++) {
            all.add(SimulatedBackend.steady("b-" + i, 1, 1, new ServiceTime.Exponential(1e6)));
        }
        return new Scenario(
                all,
                new Arrivals.Poisson(0.9 * 1_000 * backends),
                new Keys(10_000, 0),
                1,
                SlowStart.STARTING,
                requests,
                requests / 10,
                1);
    }
}
