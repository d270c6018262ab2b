package sevenlayers.bench.tcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The program behind {@code ./lab bench tcp}. */
public final class TcpBench {
    private static final int ITERATIONS = 3;
    // What runs here is a whole TCP: the compiler needs some six seconds for it, and until then it is a tenth as fast.
    private static final int WARM_UP = 10;
    private static final int WARM_UP_MILLIS = 1_000;

    private TcpBench() {}

    /**
     * Prints the tables.
     *
     * @param arguments the seconds of each measurement
     */
    public static void main(String[] arguments) throws RunnerException {
        double seconds = Double.parseDouble(arguments[0]);
        boolean whole = seconds >= 1;
        System.err.println("  events a second, by JMH");
        Map<String, Double> rates = rates(seconds);
        System.err.println("  connections");
        Sizes.warmUp(whole ? 8 : 0);
        List<Sizes.Cost> costs = Sizes.costs(whole ? 3 : 1, whole ? 1 : 20);
        Sizes.Cost fat = Sizes.longFatPipe(whole ? 1 : 20);
        long idle = Sizes.idleBytes(10_000);
        System.out.printf("%nMillions of events a second, on one core%n%n");
        System.out.printf("  %-46s %9s %6s%n", "", "measured", "goal");
        rate("scheduler, 16 timers", rates.getOrDefault("scheduler 16", 0.0), "10");
        rate("scheduler, 1,000 timers", rates.getOrDefault("scheduler 1000", 0.0), "10");
        rate("scheduler, 10,000 timers", rates.getOrDefault("scheduler 10000", 0.0), "10");
        rate("TCP, nobody watches", rates.getOrDefault("tcp false", 0.0), "3");
        rate("TCP, recorded with both ends' views", rates.getOrDefault("tcp true", 0.0), "1.5");
        System.out.printf("%nThe same bytes over more connections: nanoseconds for each event%n%n");
        System.out.printf("  %-46s %9s %9s%n", "connections", "events", "ns");
        for (Sizes.Cost cost : costs) {
            System.out.printf(
                    Locale.ROOT, "  %-,46d %,9d %,9.0f%n", cost.connections(), cost.events(), cost.nanosPerEvent());
        }
        System.out.printf(
                Locale.ROOT,
                "  %-46s %,9d %,9.0f%n",
                "1, of 10 Gbit/s and 100 ms, with losses",
                fat.events(),
                fat.nanosPerEvent());
        System.out.printf(Locale.ROOT, "%n  an idle connection, both ends: %,d bytes%n", idle);
        System.out.printf(
                "  %s, %s %s, %d processors%n",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
    }

    private static void rate(String what, double measured, String goal) {
        System.out.printf(Locale.ROOT, "  %-46s %9.1f %6s%n", what, measured, goal);
    }

    private static Map<String, Double> rates(double seconds) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(Math.max(10, (long) (seconds * 1_000 / ITERATIONS)));
        TimeValue warmUp = seconds < 1 ? time : TimeValue.milliseconds(WARM_UP_MILLIS);
        Options options = new OptionsBuilder()
                .include(Events.class.getName() + ".*")
                .threads(1)
                .forks(1)
                .warmupIterations(WARM_UP)
                .warmupTime(warmUp)
                .measurementIterations(ITERATIONS)
                .measurementTime(time)
                .jvmArgs("-XX:+UseSerialGC", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow")
                .verbosity(VerboseMode.SILENT)
                .build();
        Map<String, Double> rates = new LinkedHashMap<>();
        for (RunResult result : new Runner(options).run()) {
            String name = result.getParams().getBenchmark();
            String of = result.getParams().getParam(name.endsWith("tcp") ? "recorded" : "timers");
            double events = Objects.requireNonNull(result.getSecondaryResults().get("events"))
                    .getScore();
            rates.put(name.substring(name.lastIndexOf('.') + 1) + " " + of, events / 1e6);
        }
        return rates;
    }
}
