package sevenlayers.labs.course.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.handshake.v1.Event;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Line;
import sevenlayers.lab.v1.Panel;
import sevenlayers.lab.v1.Plot;
import sevenlayers.labs.tcp.Ladders;
import sevenlayers.labs.tcp.Plots;
import sevenlayers.labs.tcp.Recorded;
import sevenlayers.labs.tcp.StatePaths;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

/** Recorded answers of {@code Simulate}, in src/test/resources/tcp, as they are drawn: the pictures stand beside them. */
class TcpViewTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Terminal terminal(int columns, String way) {
        return new Terminal(
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                false,
                way.equals("colour"),
                !way.equals("ascii"),
                columns);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace('\u001b', '^');
    }

    @ParameterizedTest
    @CsvSource({
        "syn-lost, 80, drawn",
        "syn-lost, 100, drawn",
        "syn-lost, 80, colour",
        "syn-lost, 80, ascii",
        "syn-lost, 80, plain",
        "simultaneous-open, 80, drawn",
        "simultaneous-open, 100, ascii",
        "late-segment, 100, drawn",
        "refused, 80, drawn",
        "cwnd, 80, drawn",
        "cwnd, 100, colour",
        "cwnd, 80, ascii",
        "cwnd, 80, plain",
    })
    void a_recorded_run_is_drawn_as_its_picture_has_it(String run, int columns, String way) throws IOException {
        Terminal terminal = terminal(columns, way);
        List<Event> events = recorded(run);
        boolean plain = way.equals("plain");
        if (run.equals("cwnd")) {
            new PlotView(terminal, plain).show(Plots.ofSamples(events));
        } else {
            new LadderView(terminal, plain).show(Ladders.of(events));
            terminal.line();
            new StatesView(terminal).show(StatePaths.of(events));
        }
        assertThat(shown()).isEqualTo(text(run + "." + columns + "." + way + ".txt"));
    }

    @ParameterizedTest
    @CsvSource({"40", "60", "80", "100"})
    void nothing_is_wider_than_the_terminal(int columns) throws IOException {
        for (String run : List.of("syn-lost", "simultaneous-open", "late-segment", "refused", "cwnd")) {
            Terminal terminal = terminal(columns, "drawn");
            new LadderView(terminal, false).show(Ladders.of(recorded(run)));
            new PlotView(terminal, false).show(Plots.ofSamples(recorded(run)));
        }
        assertThat(shown().lines())
                .allSatisfy(line -> assertThat(Width.of(line)).isLessThanOrEqualTo(columns));
    }

    @Test
    void without_events_it_is_said_that_there_are_none() {
        new LadderView(terminal(80, "drawn"), false).show(Ladders.of(List.of()));
        new PlotView(terminal(80, "drawn"), false).show(Plots.ofSamples(List.of()));
        assertThat(shown()).isEqualTo("  nothing was sent\n  there is nothing to plot\n");
    }

    @Test
    void more_rungs_than_anybody_reads_are_counted() throws IOException {
        List<Event> events =
                recorded("syn-lost").stream().filter(Event::hasSent).toList();
        List<Event> many = java.util.stream.IntStream.range(0, Ladders.LONGEST + 7)
                .mapToObj(number -> events.getFirst().toBuilder()
                        .setSent(events.getFirst().getSent().toBuilder().setPacket(number))
                        .build())
                .toList();
        Ladder ladder = Ladders.of(many);
        assertThat(ladder.getRungsCount()).isEqualTo(Ladders.LONGEST);
        new LadderView(terminal(80, "drawn"), false).show(ladder);
        assertThat(shown()).endsWith("  … and 7 more\n");
    }

    @Test
    void more_than_two_hosts_have_a_column_each_and_their_states_stand_below() throws IOException {
        Event sent =
                recorded("refused").stream().filter(Event::hasSent).findFirst().orElseThrow();
        Event other = sent.toBuilder()
                .setHost("other")
                .setAtNanos(2_000_000)
                .setSent(sent.getSent().toBuilder().setTo("server"))
                .build();
        Event first = recorded("refused").getFirst();
        new LadderView(terminal(80, "drawn"), false).show(Ladders.of(List.of(first, sent, other)));
        assertThat(shown()).isEqualTo(text("three-hosts.80.drawn.txt"));
    }

    @Test
    void panels_beside_each_other_share_their_axes_and_stay_in_columns() throws IOException {
        Plot.Builder plot = Plot.newBuilder().setX("s").setY("segments").setAcross(2);
        for (int panel = 1; panel <= 4; panel++) {
            plot.addPanels(Panel.newBuilder()
                    .setTitle("panel " + panel)
                    .addLines(Line.newBuilder()
                            .setLabel("a line")
                            .addAllX(List.of(0.0, 10.0))
                            .addAllY(List.of(0.0, 5.0 * panel))));
        }
        new PlotView(terminal(80, "drawn"), false).show(plot.build());
        assertThat(shown()).isEqualTo(text("panels.80.drawn.txt"));
    }

    private static List<Event> recorded(String run) throws IOException {
        Gson json = new Gson();
        return Recorded.events(text(run + ".json")
                .lines()
                .<Map<String, Object>>map(line -> json.<Map<String, Object>>fromJson(line, Map.class))
                .toList());
    }

    private static String text(String file) throws IOException {
        try (InputStream stream = Objects.requireNonNull(TcpViewTest.class.getResourceAsStream("/tcp/" + file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
