package sevenlayers.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.handshake.scenario.Event;
import sevenlayers.handshake.scenario.EventSink;
import sevenlayers.handshake.scenario.Outcome;
import sevenlayers.handshake.scenario.Simulation;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.Scenario;
import sevenlayers.wire.tcp.TcpFlags;

class NamedScenariosTest {
    /** What became of a run: the segments that were sent, and all states by host. */
    private record Ran(Outcome outcome, List<String> segments, List<String> states) {
        Outcome.OfFlow flow(int connection, int direction) {
            return outcome.connections().get(connection).flows().get(direction);
        }
    }

    private static Ran run(String name) {
        return run(Scenario.newBuilder().setName(name));
    }

    private static Ran run(Scenario.Builder asked) {
        List<String> segments = new ArrayList<>();
        List<String> states = new ArrayList<>();
        EventSink sink = new EventSink() {
            @Override
            public boolean wants(Event.Kind kind, long atNanos, String host, String connection) {
                return kind == Event.Kind.SENT || kind == Event.Kind.STATE;
            }

            @Override
            public void take(Event event) {
                if (event.what() instanceof Event.What.Sent sent) {
                    segments.add(event.host() + " "
                            + TcpFlags.text(sent.shown().segment().flags()));
                } else if (event.what() instanceof Event.What.StateChanged changed) {
                    states.add(event.host() + " " + changed.to());
                }
            }
        };
        Simulation simulation = new Simulation(
                ScenarioRules.read(ScenarioRules.complete(asked.build())), sink, Simulation.PacketSink.NOBODY);
        while (simulation.goOn(10_000)) {}
        return new Ran(simulation.outcome(), segments, states);
    }

    static Stream<String> every_scenario_runs_to_its_end() {
        return NamedScenarios.names().stream();
    }

    @ParameterizedTest
    @MethodSource
    void every_scenario_runs_to_its_end(String name) {
        Ran ran = run(name);
        assertThat(ran.outcome.ended()).isIn(Outcome.Reason.QUIET, Outcome.Reason.TIME_LIMIT);
        assertThat(ran.outcome.connections()).isNotEmpty();
        assertThat(NamedScenarios.all()).allSatisfy(scenario -> {
            assertThat(scenario.getTitle()).isNotBlank();
            assertThat(scenario.getChapter()).matches("0[7-9]|1[0-2]");
        });
    }

    private static Outcome.OfConnection only(Ran ran) {
        assertThat(ran.outcome.connections()).hasSize(1);
        return ran.outcome.connections().get(0);
    }

    @Test
    void whichever_of_the_three_is_lost_the_connection_opens() {
        long plain = only(run("handshake")).establishedAtNanos();
        assertThat(only(run("syn-lost")).establishedAtNanos()).isGreaterThan(plain + 900_000_000);
        assertThat(only(run("syn-ack-lost")).establishedAtNanos()).isGreaterThan(plain + 900_000_000);
        // The client is open in any case; what differs is when the server's bytes come.
        Ran clientSpeaks = run("ack-lost-client-speaks");
        Ran serverSpeaks = run("ack-lost-server-speaks");
        assertThat(only(clientSpeaks).endedAtNanos() - only(clientSpeaks).establishedAtNanos())
                .isPositive();
        assertThat(clientSpeaks.flow(0, 1).delivered()).isEqualTo(400);
        assertThat(serverSpeaks.flow(0, 1).delivered()).isEqualTo(400);
        assertThat(clientSpeaks.segments.stream().filter("server S."::equals)).hasSize(1);
        assertThat(serverSpeaks.segments.stream().filter("server S."::equals)).hasSize(2);
    }

    @Test
    void both_may_open_and_both_may_close_at_once() {
        assertThat(run("simultaneous-open").states)
                .containsSubsequence("client SYN_RECEIVED", "client ESTABLISHED")
                .containsSubsequence("server SYN_RECEIVED", "server ESTABLISHED");
        assertThat(run("simultaneous-close").states)
                .containsSubsequence("client CLOSING", "client TIME_WAIT")
                .containsSubsequence("server CLOSING", "server TIME_WAIT");
    }

    @Test
    void a_reset_and_a_refusal_are_failures_with_a_name() {
        assertThat(only(run("refused")).failure()).isEqualTo("refused");
        assertThat(only(run("reset")).failure()).isEqualTo("reset");
    }

    private static List<String> afterFirstFin(Ran ran) {
        int first = ran.segments.indexOf("client F.");
        return ran.segments.subList(first, ran.segments.size());
    }

    @Test
    void four_segments_close_or_three() {
        assertThat(afterFirstFin(run("close-four"))).containsExactly("client F.", "server .", "server F.", "client .");
        assertThat(afterFirstFin(run("close-three"))).containsExactly("client F.", "server F.", "client .");
        Ran half = run("half-close");
        assertThat(half.flow(0, 1).delivered()).isEqualTo(5_000);
        assertThat(half.states).containsSubsequence("client FIN_WAIT_2", "client TIME_WAIT");
    }

    @Test
    void a_fin_that_overtakes_data_waits_for_it() {
        Ran ran = run("time-wait-overtaken");
        assertThat(ran.flow(0, 1).delivered()).isEqualTo(1_000);
        assertThat(ran.flow(0, 1).intact()).isTrue();
        assertThat(ran.states).containsSubsequence("client FIN_WAIT_2", "client TIME_WAIT");
    }

    @Test
    void a_lost_last_ack_is_made_good_by_who_waits() {
        Ran ran = run("time-wait-last-ack-lost");
        assertThat(ran.segments.stream().filter("server F."::equals)).hasSize(2);
        assertThat(ran.states).containsSubsequence("client TIME_WAIT", "server CLOSED");
    }

    @Test
    void who_closes_first_waits() {
        assertThat(run("time-wait-server-closes").outcome.timeWait()).containsOnlyKeys("server");
    }

    @Test
    void a_segment_of_long_ago_is_taken_for_data_only_where_nothing_guards_against_it() {
        assertThat(run("time-wait-late-segment").flow(1, 0).intact()).isFalse();
        // Numbers by RFC 6528, or the wait, or timestamps: each is enough.
        assertThat(run("late-segment-outside").flow(1, 0).intact()).isTrue();
        Ran waits = run(Scenario.newBuilder()
                .setName("time-wait-late-segment")
                .putSettings(
                        "*",
                        HostSettings.newBuilder()
                                .setMaximumSegmentLifetimeMicros(2_000_000)
                                .build()));
        assertThat(waits.outcome.connections().stream().flatMap(c -> c.flows().stream()))
                .allMatch(Outcome.OfFlow::intact);
    }

    @Test
    void a_link_that_does_everything_wrong_delivers_every_byte() {
        Ran ran = run("reliable");
        assertThat(ran.flow(0, 0).delivered()).isEqualTo(300_000);
        assertThat(ran.flow(0, 0).intact()).isTrue();
        assertThat(ran.flow(0, 0).losses()).isGreaterThan(5);
    }

    @Test
    void selective_repeat_sends_again_what_is_missing_and_go_back_n_everything_behind_it() {
        assertThat(run("selective-repeat").flow(0, 0).retransmissions()).isEqualTo(2);
        assertThat(run("go-back-n").flow(0, 0).retransmissions()).isGreaterThan(10);
    }

    @Test
    void a_slow_reader_closes_the_window_and_nothing_is_lost() {
        Ran ran = run("slow-reader");
        assertThat(ran.flow(0, 0).delivered()).isEqualTo(100_000);
        assertThat(ran.flow(0, 0).losses()).isZero();
        assertThat(only(ran).endedAtNanos()).isGreaterThan(3_000_000_000L);
    }

    @Test
    void every_state_is_reached_by_some_scenario() {
        List<String> reached = NamedScenarios.names().stream()
                .flatMap(name -> run(name).states.stream())
                .toList();
        for (TcpState state : TcpState.values()) {
            assertThat(reached).as(state.name()).anyMatch(line -> line.endsWith(" " + state));
        }
    }
}
