package sevenlayers.labs.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sevenlayers.handshake.v1.EndReason;
import sevenlayers.handshake.v1.Event;
import sevenlayers.handshake.v1.EventKind;
import sevenlayers.handshake.v1.Filter;
import sevenlayers.handshake.v1.FlowSummary;
import sevenlayers.handshake.v1.SimulateRequest;
import sevenlayers.handshake.v1.SimulateResponse;
import sevenlayers.handshake.v1.Summary;
import sevenlayers.handshake.v1.Views;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Plot;
import sevenlayers.labs.course.view.LadderView;
import sevenlayers.labs.course.view.PlotView;
import sevenlayers.labs.course.view.StatesView;
import sevenlayers.labs.tcp.Ladders;
import sevenlayers.labs.tcp.Plots;
import sevenlayers.labs.tcp.StatePaths;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.Nearest;
import sevenlayers.labs.world.WorldException;

/** {@code ./lab tcp show syn-lost}: a ladder, then states, then the congestion window. */
@Command(
        name = "show",
        description =
                "Simulates a scenario and draws it: the segments as a ladder, the states of both ends, the congestion window.",
        footer = {
            "",
            "Examples:",
            "  ./lab tcp show syn-lost",
            "  ./lab tcp show handshake --drop 2,server:1    two segments are lost",
            "  ./lab tcp show sliding-window --algorithm tahoe --loss 0.02 --seed 3",
            "  ./lab tcp show reliable --only lost,state     nothing but losses and states",
            "  ./lab tcp show bottleneck --json --only lost  for programs"
        },
        mixinStandardHelpOptions = true)
final class TcpShow implements Callable<Integer> {

    private static final String KIND = "EVENT_KIND_";

    /** What is read to be drawn; what is drawn is cut to the rungs that were asked for. */
    private static final int EVENTS = 20_000;

    /** Samples of a plot: more than a terminal has dots. */
    private static final int SAMPLES = 400;

    /** How often a run is sampled that goes on after what was told of it. */
    private static final long SAMPLE_MICROS = 20_000;

    /** Who sends fewer segments has a window that never mattered. */
    private static final int WORTH_A_CURVE = 10;

    private static final List<EventKind> LADDER = List.of(
            EventKind.EVENT_KIND_SENT,
            EventKind.EVENT_KIND_LOST,
            EventKind.EVENT_KIND_ARRIVED,
            EventKind.EVENT_KIND_STATE,
            EventKind.EVENT_KIND_TIMER,
            EventKind.EVENT_KIND_APPLICATION,
            EventKind.EVENT_KIND_ICMP);

    private static final List<EventKind> WINDOW =
            List.of(EventKind.EVENT_KIND_SAMPLE, EventKind.EVENT_KIND_LOST, EventKind.EVENT_KIND_SENT);

    @Mixin
    private TcpScenario scenario = new TcpScenario();

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Congestion control of every host, as in cubic.")
    private String algorithm = "";

    @Option(
            names = "--first",
            paramLabel = "N",
            defaultValue = "40",
            description = "Rows of the ladder (${DEFAULT-VALUE}); with --json, events.")
    private int first = 40;

    @Option(
            names = "--only",
            paramLabel = "KINDS",
            split = ",",
            description = "sent, lost, arrived, state, timer, sample, buffer, delivered, application, icmp.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--plain", description = "No colours, no drawings: the same as text.")
    private boolean plain;

    @Option(names = "--json", description = "The messages as they come, one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofSystem();
        try (TcpDoor door = TcpDoor.open()) {
            show(door, plain ? Terminal.of(terminal.out(), false, terminal.columns(), Map.of()) : terminal);
            return 0;
        }
    }

    void show(TcpDoor door, Terminal terminal) {
        List<EventKind> kinds = only.stream().map(TcpShow::kind).toList();
        if (first < 1 || first > Ladders.LONGEST) {
            throw new WorldException("--first is " + first + "; it must be from 1 to " + Ladders.LONGEST + ".");
        }
        TcpScenario.Chosen chosen = scenario.chosen(door, algorithm);
        SimulateRequest request =
                SimulateRequest.newBuilder().setScenario(chosen.scenario()).build();
        if (json) {
            Filter.Builder filter = Filter.newBuilder().addAllKinds(kinds);
            read(door, request.toBuilder().setFilter(filter).build(), message -> terminal.json(TcpJson.line(message)));
            return;
        }
        Filter filter = Filter.newBuilder()
                .addAllKinds(kinds.isEmpty() ? LADDER : kinds)
                .setFirst(EVENTS)
                .build();
        Told told = tell(door, request, filter);
        terminal.line(terminal.styled(Style.BOLD, chosen.title()));
        terminal.line();
        if (kinds.isEmpty() || told.events().stream().anyMatch(TcpShow::onLadder)) {
            Ladder ladder = Ladders.of(told.events(), first);
            new LadderView(terminal, plain).show(ladder);
            if (ladder.getLeftOut() > 0) {
                terminal.line("  --first " + Math.min(Ladders.LONGEST, first + ladder.getLeftOut()) + " shows more");
            }
            terminal.line();
        }
        if (told.events().stream().anyMatch(Event::hasState)) {
            new StatesView(terminal).show(StatePaths.of(told.events()));
            terminal.line();
        }
        Plot plot = kinds.isEmpty() ? window(door, request, told.summary()) : Plots.ofSamples(told.events());
        if (plot.getPanelsCount() > 0) {
            terminal.line("  " + terminal.styled(Style.BOLD, "congestion window"));
            new PlotView(terminal, plain).show(plot);
            terminal.line();
        }
        TcpSummary.print(terminal, told.summary());
        terminal.line();
        TcpJson.byHand(terminal, door, "Simulate", request);
    }

    private static boolean onLadder(Event event) {
        return event.hasSent() || event.hasLost() || event.hasArrived() || event.hasIcmp();
    }

    private static Plot window(TcpDoor door, SimulateRequest request, Summary summary) {
        long every = summary.getEnded() == EndReason.END_REASON_TOLD
                ? SAMPLE_MICROS
                : summary.getConnectionsList().stream()
                                .mapToLong(connection -> connection.getEndedAtNanos() / 1000)
                                .max()
                                .orElse(0)
                        / SAMPLES;
        Filter filter = Filter.newBuilder()
                .addAllKinds(WINDOW)
                .setSampleEveryMicros(Math.min(SAMPLE_MICROS, every))
                .setFirst(5L * EVENTS)
                .setNoPureAcknowledgments(true)
                .build();
        List<String> senders = summary.getConnectionsList().stream()
                .flatMap(connection -> connection.getFlowsList().stream())
                .filter(flow -> flow.getSegments() >= WORTH_A_CURVE)
                .map(FlowSummary::getFrom)
                .toList();
        Plot plot = Plots.ofSamples(tell(door, request, filter).events());
        return plot.toBuilder()
                .clearPanels()
                .addAllPanels(plot.getPanelsList().stream()
                        .filter(panel -> senders.contains(panel.getTitle()))
                        .toList())
                .build();
    }

    /** What came of a run. */
    private record Told(List<Event> events, Summary summary) {}

    private static Told tell(TcpDoor door, SimulateRequest request, Filter filter) {
        List<Event> events = new ArrayList<>();
        Summary.Builder summary = Summary.newBuilder();
        read(
                door,
                request.toBuilder().setFilter(filter).setViews(Views.VIEWS_NONE).build(),
                message -> {
                    if (message.hasEvent()) {
                        events.add(message.getEvent());
                    } else {
                        summary.mergeFrom(message.getSummary());
                    }
                });
        return new Told(events, summary.build());
    }

    private static void read(TcpDoor door, SimulateRequest request, Consumer<SimulateResponse> reader) {
        door.call("Simulate", stub -> {
            Iterator<SimulateResponse> messages = stub.simulate(request);
            messages.forEachRemaining(reader);
            return true;
        });
    }

    private static EventKind kind(String word) {
        List<String> words = Arrays.stream(EventKind.values())
                .filter(kind -> kind != EventKind.UNRECOGNIZED && kind != EventKind.EVENT_KIND_UNSPECIFIED)
                .map(kind -> kind.name().substring(KIND.length()).toLowerCase(Locale.ROOT))
                .toList();
        if (!words.contains(word)) {
            throw new WorldException("--only has \"" + word + "\", which is no kind of event."
                    + Nearest.hint(word, words) + "\nThere are " + String.join(", ", words) + ".");
        }
        return EventKind.valueOf(KIND + word.toUpperCase(Locale.ROOT));
    }
}
