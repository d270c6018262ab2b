package sevenlayers.bench.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sevenlayers.bench.backend.FixedBackend;

/** The program behind {@code ./lab bench balancer}. */
public final class ProxyBench {
    private static final int PROXY_CORE = 0;
    private static final int OTHER_CORE = 1;
    private static final int LONGEST_WARM_UP_SECONDS = 3;
    private static final int MOST_WARM_UPS = 15;
    private static final double WORTH_GOING_ON = 1.03;

    private final Path repository;
    private final int rounds;
    private final int seconds;
    private final int connections;
    private final int calls;
    private final List<String> missing = new ArrayList<>();

    /** A proxy that runs, and what it has done. */
    private record Entrant(Contender contender, Running process, Tally tally) {
        /** One round; returns the requests per CPU second. */
        double round(Load load, int seconds, Path folder) throws IOException, InterruptedException {
            double before = process.cpuSeconds();
            Load.Result result = load.run(contender.port(), seconds, folder);
            return tally.add(result, process.cpuSeconds() - before);
        }
    }

    private ProxyBench(Path repository, int rounds, int seconds, int connections, int calls) {
        this.repository = repository;
        this.rounds = rounds;
        this.seconds = seconds;
        this.connections = connections;
        this.calls = calls;
    }

    /**
     * Prints the table.
     *
     * @param arguments the repository, the rounds, the seconds of each, connections, calls under way on each
     */
    public static void main(String[] arguments) throws Exception {
        System.exit(new ProxyBench(
                        Path.of(arguments[0]).toAbsolutePath(),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]))
                .run());
    }

    private int run() throws IOException, InterruptedException {
        Optional<Path> h2load = Tools.find("h2load");
        if (h2load.isEmpty() || Tools.find("taskset").isEmpty()) {
            System.out.println("h2load and taskset are needed. Debian, Ubuntu: apt install nghttp2-client util-linux");
            return 1;
        }
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            System.out.println("Linux is needed: its /proc says how much CPU time a process has used.");
            return 1;
        }
        if (Runtime.getRuntime().availableProcessors() < 2) {
            System.out.println("Two cores are needed: one for the proxy that is measured, one for the load.");
            return 1;
        }
        Path folder = Files.createTempDirectory("lab-bench");
        try {
            measure(h2load.get(), folder);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void measure(Path h2load, Path folder) throws IOException, InterruptedException {
        Ports ports = Ports.withFreeBackend();
        List<Contender> contenders = contenders(folder, ports);
        List<Entrant> entrants = new ArrayList<>();
        List<String> backend = List.of(
                Tools.java(),
                "-cp",
                System.getProperty("java.class.path"),
                FixedBackend.class.getName(),
                "" + ports.backend());
        try (Running _ = Running.start("backend", OTHER_CORE, ports.backend(), backend, Map.of(), folder)) {
            for (Contender each : contenders) {
                String name = each.name() + " " + each.layer();
                Running process =
                        Running.start(name, PROXY_CORE, each.port(), each.command(), each.environment(), folder);
                entrants.add(new Entrant(each, process, new Tally()));
            }
            Load load = new Load(h2load, OTHER_CORE, connections, calls);
            for (Entrant each : entrants) {
                warmUp(each, load.inBulk(), folder);
                each.round(load, warmUpSeconds(), folder);
                each.tally().clear();
            }
            for (int round = 1; round <= rounds; round++) {
                say("round " + round + " of " + rounds);
                for (Entrant each : entrants) {
                    each.round(load, seconds, folder);
                }
            }
        } finally {
            entrants.forEach(entrant -> entrant.process().close());
        }
        print(entrants);
    }

    /** Until it gets no faster: a JVM compiles what it does often, on the same core, and that takes its time. */
    private void warmUp(Entrant entrant, Load load, Path folder) throws IOException, InterruptedException {
        say("warming up " + entrant.contender().name() + ", "
                + entrant.contender().layer());
        double best = 0;
        int noFaster = 0;
        for (int round = 0; round < MOST_WARM_UPS && noFaster < 2; round++) {
            double rate = entrant.round(load, warmUpSeconds(), folder);
            noFaster = rate < best * WORTH_GOING_ON ? noFaster + 1 : 0;
            best = Math.max(best, rate);
        }
    }

    /** Whoever wants short rounds wants a figure soon. */
    private int warmUpSeconds() {
        return Math.min(LONGEST_WARM_UP_SECONDS, seconds);
    }

    private List<Contender> contenders(Path folder, Ports ports) throws IOException {
        List<Contender> all = new ArrayList<>();
        Optional<Path> haproxy = Tools.find("haproxy");
        Optional<Path> nginx = Tools.find("nginx");
        for (String layer : List.of(Contender.L7, Contender.L4)) {
            all.add(Contender.balancer(layer, repository, ports));
            if (haproxy.isPresent()) {
                all.add(Contender.haproxy(layer, haproxy.get(), folder, ports));
            }
            if (nginx.isPresent() && (layer.equals(Contender.L7) || Files.exists(Tools.NGINX_STREAM))) {
                all.add(Contender.nginx(layer, nginx.get(), folder, ports));
            }
        }
        if (haproxy.isEmpty()) {
            missing.add("HAProxy is not installed. Debian, Ubuntu: apt install haproxy");
        }
        if (nginx.isEmpty()) {
            missing.add("nginx is not installed. Debian, Ubuntu: apt install nginx libnginx-mod-stream");
        } else if (!Files.exists(Tools.NGINX_STREAM)) {
            missing.add("nginx has no module for L4. Debian, Ubuntu: apt install libnginx-mod-stream");
        }
        return all;
    }

    private void print(List<Entrant> entrants) {
        System.out.printf(
                Locale.ROOT,
                "%n%d rounds of %d s in turn; one core for the proxy; %d connections, %d calls at a time on each; medians%n%n",
                rounds,
                seconds,
                connections,
                calls);
        System.out.printf(
                Locale.ROOT,
                "      %-14s %22s %8s %10s %10s %8s%n",
                "",
                "requests/CPU second",
                "ratio",
                "p50 ms",
                "p99 ms",
                "failed");
        for (Entrant entrant : entrants) {
            Contender who = entrant.contender();
            Tally tally = entrant.tally();
            // The first of a layer is ours.
            double ours = entrants.stream()
                    .filter(other -> other.contender().layer().equals(who.layer()))
                    .findFirst()
                    .orElseThrow()
                    .tally()
                    .perCpuSecond();
            System.out.printf(
                    Locale.ROOT,
                    "  %s  %-14s %,22.0f %8.2f %10.2f %10.2f %8d%n",
                    who.layer(),
                    who.name(),
                    tally.perCpuSecond(),
                    ours / tally.perCpuSecond(),
                    tally.p50Micros() / 1e3,
                    tally.p99Micros() / 1e3,
                    tally.failed());
        }
        System.out.println(
                "\n  ratio: Seven Layers' requests for one of theirs, per CPU second of the proxy's process.");
        missing.forEach(line -> System.out.println("  " + line));
    }

    private static void say(String what) {
        System.err.println("  " + what);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
