package sevenlayers.labs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sevenlayers.handshake.v1.CompareRequest;
import sevenlayers.handshake.v1.CompareResponse;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.NamedScenario;
import sevenlayers.handshake.v1.Outcome;
import sevenlayers.handshake.v1.Scenario;
import sevenlayers.handshake.v1.Variant;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.TableRow;
import sevenlayers.labs.course.view.RunView;
import sevenlayers.labs.tcp.Plots;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.WorldException;

/** {@code ./lab tcp compare bottleneck}: a table of figures, and the congestion windows as small multiples. */
@Command(
        name = "compare",
        description =
                "Simulates one scenario under several ways to control congestion, or several scenarios, side by side.",
        footer = {
            "",
            "Examples:",
            "  ./lab tcp compare bottleneck                               tahoe, newreno, cubic, bbr",
            "  ./lab tcp compare deep-queue --algorithm cubic,bbr --seed 2",
            "  ./lab tcp compare go-back-n selective-repeat               two scenarios"
        },
        mixinStandardHelpOptions = true)
final class TcpCompare implements Callable<Integer> {

    private static final long SHORTEST_LIFETIME_MICROS = 1_000;

    private static final List<String> ALGORITHMS = List.of("tahoe", "newreno", "cubic", "bbr");

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Scenarios that ./lab tcp list names.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--algorithm",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "Ways to control congestion. Not said: tahoe, newreno, cubic, bbr, where there is one scenario.")
    private List<String> algorithms = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Where chance starts from.")
    private long seed;

    @Option(names = "--plain", description = "No colours, no drawings: the same as text.")
    private boolean plain;

    @Option(names = "--json", description = "The messages as they come, one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofSystem();
        try (TcpDoor door = TcpDoor.open()) {
            compare(door, plain ? Terminal.of(terminal.out(), false, terminal.columns(), Map.of()) : terminal);
            return 0;
        }
    }

    void compare(TcpDoor door, Terminal terminal) {
        List<NamedScenario> scenarios = names.stream().map(door::scenario).toList();
        List<CompareRequest> requests = scenarios.stream().map(this::request).toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (CompareRequest request : requests) {
            CompareResponse answer = door.call("Compare", stub -> stub.compare(request));
            if (json) {
                terminal.json(TcpJson.line(answer));
            }
            outcomes.addAll(answer.getOutcomesList());
        }
        if (json) {
            return;
        }
        String title = scenarios.size() == 1 ? scenarios.getFirst().getTitle() : String.join(" and ", names);
        Figure.Builder table = Figure.newBuilder().setTitle(title).addRows(heading());
        outcomes.forEach(outcome -> table.addRows(row(outcome)));
        RunView view = new RunView(terminal, plain);
        view.figure(table.build());
        view.figure(Figure.newBuilder()
                .setTitle("congestion window of each flow")
                .setPlot(Plots.ofOutcomes(outcomes))
                .build());
        requests.forEach(request -> TcpJson.byHand(terminal, door, "Compare", request));
    }

    private CompareRequest request(NamedScenario scenario) {
        CompareRequest.Builder request =
                CompareRequest.newBuilder().setScenario(Scenario.newBuilder().setName(scenario.getName()));
        if (seed != 0) {
            request.getScenarioBuilder().setSeed(seed);
        }
        if (algorithms.isEmpty() && names.size() > 1) {
            return request.addVariants(variant(scenario.getName(), scenario, ""))
                    .build();
        }
        for (String algorithm : algorithms.isEmpty() ? ALGORITHMS : algorithms) {
            if (algorithm.isBlank()) {
                throw new WorldException("--algorithm has an empty name; it must be as in --algorithm newreno,cubic");
            }
            String label = names.size() > 1 ? scenario.getName() + " " + algorithm : algorithm;
            request.addVariants(variant(label, scenario, algorithm));
        }
        return request.build();
    }

    /** TIME-WAIT is cut short: four minutes of nothing would press each curve into its first point. */
    private static Variant variant(String label, NamedScenario scenario, String algorithm) {
        Map<String, HostSettings> settings = TcpScenario.settings(scenario.getScenario(), algorithm);
        HostSettings all = settings.getOrDefault("*", HostSettings.getDefaultInstance());
        return Variant.newBuilder()
                .setLabel(label)
                .putAllSettings(settings)
                .putSettings(
                        "*",
                        all.toBuilder()
                                .setMaximumSegmentLifetimeMicros(SHORTEST_LIFETIME_MICROS)
                                .build())
                .build();
    }

    private static TableRow heading() {
        return TableRow.newBuilder()
                .addAllCells(List.of("", "goodput", "Jain", "queue", "longest", "lost", "again", "timeouts", "busy"))
                .build();
    }

    private static TableRow row(Outcome outcome) {
        return TableRow.newBuilder()
                .addAllCells(List.of(
                        outcome.getLabel(),
                        rate(outcome.getGoodputBitsPerSecond()),
                        format("%.3f", outcome.getFairness()),
                        format("%.1f", outcome.getMeanQueuePackets()),
                        String.valueOf(outcome.getLongestQueuePackets()),
                        String.valueOf(outcome.getLosses()),
                        String.valueOf(outcome.getRetransmissions()),
                        String.valueOf(outcome.getTimeouts()),
                        format("%.1f %%", 100 * outcome.getUtilisation())))
                .build();
    }

    private static String rate(double bits) {
        return bits >= 1e9
                ? format("%.2f Gbit/s", bits / 1e9)
                : bits >= 1e6 ? format("%.2f Mbit/s", bits / 1e6) : format("%.1f kbit/s", bits / 1e3);
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
