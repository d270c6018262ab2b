package sevenlayers.bench.policy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import sevenlayers.balancer.policy.Policies;

/** The program behind {@code ./lab bench policies}. */
public final class PolicyBench {
    private static final int ITERATIONS = 3;

    private PolicyBench() {}

    /**
     * Prints the table.
     *
     * @param arguments the seconds of each measurement, then the names of policies; none: all
     */
    public static void main(String[] arguments) throws RunnerException {
        double seconds = Double.parseDouble(arguments[0]);
        List<String> named = List.of(arguments).subList(1, arguments.length);
        List<String> unknown =
                named.stream().filter(name -> !Policies.names().contains(name)).toList();
        if (!unknown.isEmpty()) {
            System.out.println("There is no policy " + String.join(", ", unknown) + ". There are "
                    + String.join(", ", Policies.names()) + ".");
            System.exit(2);
        }
        List<String> policies = named.isEmpty() ? Policies.names() : named;
        Map<String, double[]> rows = new LinkedHashMap<>();
        policies.forEach(policy -> rows.put(policy, new double[4]));
        for (int threads = 1; threads <= 2; threads++) {
            System.err.printf("  %d policies on %d thread%s%n", policies.size(), threads, threads == 1 ? "" : "s");
            for (RunResult result : run(policies, threads, seconds)) {
                int column = result.getParams().getParam("backends").equals("3") ? 0 : 2;
                rows.getOrDefault(result.getParams().getParam("policy"), new double[4])[column + threads - 1] =
                        result.getPrimaryResult().getScore() / 1e3;
            }
        }
        print(rows);
    }

    private static Collection<RunResult> run(List<String> policies, int threads, double seconds)
            throws RunnerException {
        TimeValue time = TimeValue.milliseconds(Math.max(10, (long) (seconds * 1_000 / ITERATIONS)));
        Options options = new OptionsBuilder()
                .include(Picks.class.getName() + ".pick")
                .param("policy", policies.toArray(String[]::new))
                .threads(threads)
                .forks(1)
                .warmupIterations(2)
                .warmupTime(time)
                .measurementIterations(ITERATIONS)
                .measurementTime(time)
                .jvmArgs("-XX:+UseSerialGC", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow")
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).run();
    }

    private static void print(Map<String, double[]> rows) {
        System.out.printf("%nThousands of choices a second, all threads together%n%n");
        System.out.printf("  %-28s %14s %14s %14s %14s%n", "", "3 backends,", "3 backends,", "1,000,", "1,000,");
        System.out.printf("  %-28s %14s %14s %14s %14s%n", "", "1 thread", "2 threads", "1 thread", "2 threads");
        rows.forEach((policy, row) -> System.out.printf(
                Locale.ROOT, "  %-28s %,14.0f %,14.0f %,14.0f %,14.0f%n", policy, row[0], row[1], row[2], row[3]));
    }
}
