package sevenlayers.bench.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.xbill.DNS.TextParseException;
import sevenlayers.bench.proxy.Tools;
import sevenlayers.dns.zone.ZoneException;

/** The program behind {@code ./lab bench dns}. */
public final class DnsBench {
    private static final int NAMES = 100_000;
    private static final int QUESTIONS = 200_000;

    private DnsBench() {}

    /**
     * Prints the tables.
     *
     * @param arguments rounds, the seconds of each measurement, and the records for memory
     */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ZoneException, TextParseException {
        int rounds = Integer.parseInt(arguments[0]);
        double seconds = Double.parseDouble(arguments[1]);
        int records = Integer.parseInt(arguments[2]);
        memory(records);
        if (Tools.find("dnsperf").isEmpty()) {
            System.out.println(
                    "\n  Answers a second are not measured: dnsperf is not installed (apt install dnsperf).");
            return;
        }
        Path folder = Files.createTempDirectory("lab-bench-dns");
        try {
            Path zone = Questions.zone(folder.resolve("zone"), NAMES);
            Path questions = Questions.questions(folder.resolve("questions"), QUESTIONS, NAMES);
            Contenders contenders = new Contenders(folder, zone);
            List<Server> authorities = contenders.authorities();
            try {
                table(
                        "Authoritative answers, a zone of 100,000 names",
                        "NSD",
                        rounds(authorities, questions, rounds, seconds));
                List<Server> resolvers = contenders.resolvers(authorities.getFirst());
                try {
                    for (Server resolver : resolvers) { // until all is cached
                        System.err.println("  filling the cache of " + resolver.name());
                        Load.run(resolver, questions, Math.max(seconds, 5 * seconds));
                    }
                    table(
                            "Cached answers, of the same names",
                            "Unbound",
                            rounds(resolvers, questions, rounds, seconds));
                } finally {
                    resolvers.forEach(Server::close);
                }
            } finally {
                authorities.forEach(Server::close);
            }
            if (!contenders.missing().isEmpty()) {
                System.out.println(
                        "\n  Not installed, and so left out: " + String.join(", ", contenders.missing()) + ".");
            }
            System.out.println(
                    "\n  One machine for servers and dnsperf (8 sockets, 200 questions under way), rounds in turn, medians.");
            System.out.println("  Ours with " + String.join(" ", Contenders.FLAGS) + ".");
        } finally {
            delete(folder);
        }
    }

    private static void memory(int records) throws ZoneException, TextParseException {
        System.err.println("  memory");
        Memory.Cost zone = Memory.zone(records);
        Memory.Cost cache = Memory.cache(records);
        System.out.printf(Locale.ROOT, "%nOf %,d records%n%n", records);
        System.out.printf(
                Locale.ROOT, "  %-28s %,6d bytes each, %6.2f s to load%n", "a zone", zone.bytesEach(), zone.seconds());
        System.out.printf(
                Locale.ROOT,
                "  %-28s %,6d bytes each, %6.2f s to fill%n",
                "the cache",
                cache.bytesEach(),
                cache.seconds());
    }

    private static Map<String, List<Load.Result>> rounds(
            List<Server> servers, Path questions, int rounds, double seconds) throws IOException, InterruptedException {
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        for (Server server : servers) {
            System.err.println("  warming up " + server.name());
            Load.run(server, questions, seconds); // a JVM compiles what it does
        }
        for (int round = 1; round <= rounds; round++) {
            System.err.println("  round " + round + " of " + rounds);
            for (Server server : servers) {
                results.computeIfAbsent(server.name(), _ -> new ArrayList<>())
                        .add(Load.run(server, questions, seconds));
            }
        }
        return results;
    }

    private static void table(String title, String measure, Map<String, List<Load.Result>> results) {
        System.out.printf("%n%s%n%n", title);
        System.out.printf("  %-14s %12s %10s %12s %8s%n", "", "answers/s", "of " + measure, "latency", "lost");
        double of = results.containsKey(measure) ? median(results.get(measure)).perSecond() : 0;
        results.forEach((name, all) -> {
            Load.Result middle = median(all);
            long lost = all.stream().mapToLong(Load.Result::lost).sum();
            System.out.printf(
                    Locale.ROOT,
                    "  %-14s %,12.0f %10s %9.0f µs %8d%n",
                    name,
                    middle.perSecond(),
                    of == 0 ? "–" : String.format(Locale.ROOT, "%.2f", middle.perSecond() / of),
                    middle.latencyMicros(),
                    lost);
        });
    }

    private static Load.Result median(List<Load.Result> results) {
        return results.stream()
                .sorted(Comparator.comparingDouble(Load.Result::perSecond))
                .toList()
                .get(results.size() / 2);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
