package sevenlayers.handshake.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static sevenlayers.handshake.scenario.Worlds.close;
import static sevenlayers.handshake.scenario.Worlds.link;
import static sevenlayers.handshake.scenario.Worlds.read;
import static sevenlayers.handshake.scenario.Worlds.write;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.handshake.application.Step;
import sevenlayers.handshake.network.Fault;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.TcpFlags;

class SimulationTest {
    private static final long TEN_MEGABITS = 10_000_000;

    private static List<String> segments(Scenario scenario) {
        return Worlds.events(scenario).stream()
                .filter(event -> event.what() instanceof Event.What.Sent)
                .map(event -> {
                    Event.What.Sent sent = (Event.What.Sent) event.what();
                    return event.host() + " "
                            + TcpFlags.text(sent.shown().segment().flags()) + " "
                            + sent.shown().relativeSequence() + ":"
                            + sent.shown().segment().payload().length() + " ack "
                            + sent.shown().relativeAcknowledgment();
                })
                .toList();
    }

    @Test
    void three_segments_open_a_connection_and_four_close_it() {
        Scenario scenario = Worlds.pair(link(TEN_MEGABITS, 5), TcpSettings.rfc())
                .server("server", read(5), write(7), read(), new Step.Pause(Worlds.MILLI * 300), close())
                .client("client", "server", write(5), read(7), close())
                .build();
        assertThat(segments(scenario))
                .containsExactly(
                        "client S 0:0 ack 0",
                        "server S. 0:0 ack 1",
                        "client . 1:0 ack 1",
                        "client P. 1:5 ack 1",
                        "server P. 1:7 ack 6",
                        "client F. 6:0 ack 8",
                        "server . 8:0 ack 7",
                        "server F. 8:0 ack 7",
                        "client . 7:0 ack 9");
        Outcome outcome = Worlds.outcome(scenario);
        assertThat(outcome.ended()).isEqualTo(Outcome.Reason.QUIET);
        assertThat(outcome.connections()).singleElement().satisfies(connection -> {
            assertThat(connection.name()).isEqualTo("client:40000-server:80");
            assertThat(connection.states()).containsExactly(TcpState.CLOSED, TcpState.CLOSED);
            assertThat(connection.failure()).isEmpty();
            // A SYN of 60 bytes takes 48 microseconds, and 5 milliseconds; so does the answer.
            assertThat(connection.establishedAtNanos()).isBetween(10 * Worlds.MILLI, 11 * Worlds.MILLI);
            assertThat(connection.flows().get(0).intact()).isTrue();
            assertThat(connection.flows().get(0).delivered()).isEqualTo(5);
            assertThat(connection.flows().get(1).delivered()).isEqualTo(7);
        });
        // Nothing is left: the client's TIME-WAIT of twice two minutes is over.
        assertThat(outcome.timeWait()).isEmpty();
        assertThat(outcome.atNanos()).isGreaterThan(240_000 * Worlds.MILLI);
    }

    @Test
    void nobody_listens() {
        Scenario scenario = Worlds.pair(link(TEN_MEGABITS, 5), TcpSettings.rfc())
                .client("client", "server")
                .build();
        assertThat(segments(scenario)).containsExactly("client S 0:0 ack 0", "server R. 0:0 ack 1");
        assertThat(Worlds.outcome(scenario).connections().get(0).failure()).isEqualTo("refused");
    }

    private static Worlds transfer(LinkSettings link, TcpSettings settings, long bytes) {
        return Worlds.pair(link, settings)
                .server("server", read(), close())
                .client("client", "server", write(bytes), close());
    }

    private static Outcome.OfFlow flow(Scenario scenario) {
        Outcome outcome = Worlds.outcome(scenario);
        assertThat(outcome.ended()).as(outcome.because()).isEqualTo(Outcome.Reason.QUIET);
        return outcome.connections().get(0).flows().get(0);
    }

    @Test
    void stop_and_wait_is_as_slow_as_its_formula_says() {
        TcpSettings one = TcpSettings.rfc()
                .with()
                .mostSegmentsInFlight(1)
                .delayedAckNanos(0)
                .timestamps(false)
                .build();
        Outcome.OfFlow flow =
                flow(transfer(link(TEN_MEGABITS, 20), one, 1_460_000).build());
        // (L / R) / (RTT + L / R) of the link's rate, of which 1,460 of
        // 1,500 bytes are data; an ACK of 40 bytes is sent, too.
        double l = 1_500 * 8 / 10e6;
        double utilisation = l / (l + 40 * 8 / 10e6 + 0.040);
        assertThat(flow.goodputBitsPerSecond()).isCloseTo(utilisation * 10e6 * 1_460 / 1_500, within(10_000.0));
        assertThat(flow.intact()).isTrue();
        assertThat(flow.delivered()).isEqualTo(1_460_000);
    }

    @Test
    void a_window_gives_no_more_than_itself_in_a_round_trip() {
        TcpSettings small = TcpSettings.rfc()
                .with()
                .receiveBufferBytes(29_200)
                .windowScale(TcpSettings.NOT_OFFERED)
                .delayedAckNanos(0)
                .timestamps(false)
                .congestionControl("none")
                .build();
        Outcome.OfFlow flow =
                flow(transfer(link(100_000_000, 50), small, 2_920_000).build());
        // An ACK leaves before the program has read the segment that it is
        // for: that one is not in the window that it offers.
        assertThat(flow.goodputBitsPerSecond()).isBetween(0.99 * (29_200 - 1_460) * 8 / 0.1, 29_200 * 8 / 0.1);
    }

    @Test
    void a_lost_segment_is_sent_again_and_every_byte_arrives_once() {
        Scenario.Which third = new Scenario.Which(-1, 1, Integer.MAX_VALUE, 0, "", Scenario.Sending.FIRST);
        Scenario scenario = transfer(link(TEN_MEGABITS, 20), TcpSettings.rfc(), 50_000)
                .fault(new Scenario.FaultPart("client", third, Set.of(3L), new Fault.Action.Drop()))
                .build();
        Outcome.OfFlow flow = flow(scenario);
        assertThat(flow.losses()).isEqualTo(1);
        assertThat(flow.retransmissions()).isEqualTo(1);
        assertThat(flow.timeouts()).isZero();
        assertThat(flow.delivered()).isEqualTo(50_000);
        assertThat(flow.intact()).isTrue();
    }

    @Test
    void
            a_link_that_does_everything_wrong_delivers_every_byte_once_and_in_order_or_the_connection_is_reported_broken() {
        for (int seed = 0; seed < 150; seed++) {
            Impairments all = new Impairments(
                    0.03,
                    new Impairments.BurstLoss(0.01, 0.4, 0.8),
                    0.03,
                    0.05,
                    8 * Worlds.MILLI,
                    0.03,
                    3 * Worlds.MILLI);
            LinkSettings link = new LinkSettings(
                    TEN_MEGABITS, 10 * Worlds.MILLI, new QueueSettings.DropTail(20, Long.MAX_VALUE), all);
            TcpSettings settings = (seed % 2 == 0 ? TcpSettings.rfc() : TcpSettings.linux())
                    .with()
                    .lossRecovery(List.of("go_back_n", "reno", "newreno", "sack", "rack")
                            .get(seed % 5))
                    .congestionControl(
                            List.of("tahoe", "reno", "newreno", "cubic").get(seed % 4))
                    .ecn(seed % 3 == 0)
                    .timestamps(seed % 7 != 0)
                    .build();
            Scenario scenario = transfer(link, settings, 200_000).seed(seed).build();
            Outcome outcome = Worlds.outcome(scenario);
            assertThat(outcome.ended())
                    .as("seed %d: %s", seed, outcome.because())
                    .isEqualTo(Outcome.Reason.QUIET);
            Outcome.OfConnection connection = outcome.connections().get(0);
            Outcome.OfFlow flow = connection.flows().get(0);
            assertThat(flow.intact()).as("seed %d", seed).isTrue();
            if (connection.failure().isEmpty()) {
                assertThat(flow.delivered()).as("seed %d", seed).isEqualTo(200_000);
            }
        }
    }

    @Test
    void the_same_scenario_makes_the_same_events() {
        Impairments some =
                new Impairments(0.02, Impairments.BurstLoss.NONE, 0.02, 0.02, Worlds.MILLI, 0.02, Worlds.MILLI);
        LinkSettings link = new LinkSettings(TEN_MEGABITS, 10 * Worlds.MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, some);
        Scenario scenario = transfer(link, TcpSettings.linux(), 100_000).seed(5).build();
        List<Event> events = Worlds.events(scenario);
        assertThat(events).hasSizeGreaterThan(500).isEqualTo(Worlds.events(scenario));
        assertThat(Worlds.events(
                        transfer(link, TcpSettings.linux(), 100_000).seed(6).build()))
                .isNotEqualTo(events);
    }

    @ParameterizedTest
    @CsvSource({
        "reno, newreno",
        "reno, sack",
        "reno, rack",
        "newreno, newreno",
        "newreno, sack",
        "newreno, rack",
        "cubic, newreno",
        "cubic, sack",
        "cubic, rack"
    })
    void flows_that_are_equal_share_a_bottleneck_equally(String control, String recovery) {
        TcpSettings settings = TcpSettings.linux()
                .with()
                .congestionControl(control)
                .lossRecovery(recovery)
                .receiveBufferBytes(1_000_000)
                .build();
        Worlds world = Worlds.empty().router("router");
        LinkSettings bottleneck = new LinkSettings(
                TEN_MEGABITS, 10 * Worlds.MILLI, new QueueSettings.DropTail(40, Long.MAX_VALUE), Impairments.NONE);
        world.host("server", settings).link("router", "server", bottleneck).server("server", read());
        for (int i = 1; i <= 4; i++) {
            world.host("client" + i, settings)
                    .link("client" + i, "router", link(100_000_000, 5))
                    .client("client" + i, "server", 37L * i, write(1L << 40));
        }
        Measured measured = new Measured(world.limits(100_000_000, 120_000).build(), 20, 20_000 * Worlds.MILLI);
        while (measured.goOn(10_000)) {}
        Measured.Result result = measured.result();
        assertThat(result.fairness()).isGreaterThan(0.97);
        assertThat(result.utilisation()).isGreaterThan(0.95);
        // 100,000 segments in all. A window that is halved for its losses
        // loses one in a hundred, not half of what it sends.
        assertThat(result.losses()).isBetween(100L, 2_000L);
        assertThat(result.curves())
                .hasSize(4)
                .allSatisfy(curve -> assertThat(curve.points()).hasSizeBetween(10, 20));
    }

    @Test
    void a_run_that_would_not_end_ends_at_its_limit_and_says_which() {
        Worlds endless = transfer(link(TEN_MEGABITS, 5), TcpSettings.rfc(), 1L << 40);
        Outcome events = Worlds.outcome(endless.limits(1_000, 3_600_000).build());
        assertThat(events.ended()).isEqualTo(Outcome.Reason.EVENT_LIMIT);
        assertThat(events.because()).isEqualTo("the limit of 1,000 events");
        Outcome time = Worlds.outcome(endless.limits(1_000_000_000, 500).build());
        assertThat(time.ended()).isEqualTo(Outcome.Reason.TIME_LIMIT);
        assertThat(time.because()).isEqualTo("the limit of 500,000 microseconds of virtual time");
    }

    @Test
    void a_text_is_written_and_echoed_as_it_is() {
        Bytes text = Bytes.utf8("hello, world");
        Scenario scenario = Worlds.pair(link(TEN_MEGABITS, 5), TcpSettings.rfc())
                .server("server", new Step.Read(Long.MAX_VALUE, 5, 0, true), close())
                .client(
                        "client",
                        "server",
                        new Step.Write(text.length(), text, Step.ALL, 0, false),
                        read(text.length()),
                        close())
                .build();
        Outcome.OfConnection connection = Worlds.outcome(scenario).connections().get(0);
        assertThat(connection.flows()).allSatisfy(flow -> {
            assertThat(flow.delivered()).isEqualTo(12);
            assertThat(flow.intact()).isTrue();
        });
    }
}
