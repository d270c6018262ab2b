package sevenlayers.handshake.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.handshake.scenario.Worlds.read;
import static sevenlayers.handshake.scenario.Worlds.write;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevenlayers.handshake.application.Step;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.tcp.TcpSettings;

/** BBR on a bottleneck of 20 Mbit/s and 30 ms: 50 segments fill it. */
class BbrTest {
    private static final long RATE = 20_000_000;
    private static final int PIPE = 50;
    private static final int RTT_MICROS = 30_000;

    private static Worlds flows(String control, int flows, int queue, double loss) {
        TcpSettings settings = TcpSettings.linux()
                .with()
                .congestionControl(control)
                .receiveBufferBytes(4_000_000)
                .build();
        Worlds world = Worlds.empty().router("router");
        LinkSettings bottleneck = new LinkSettings(
                RATE,
                10 * Worlds.MILLI,
                new QueueSettings.DropTail(queue, Long.MAX_VALUE),
                new Impairments(loss, Impairments.BurstLoss.NONE, 0, 0, 0, 0, 0));
        world.host("server", settings).link("router", "server", bottleneck).server("server", read());
        for (int i = 1; i <= flows; i++) {
            world.host("client" + i, settings)
                    .link("client" + i, "router", Worlds.link(10 * RATE, 5))
                    .client("client" + i, "server", 37L * i, write(1L << 40));
        }
        return world;
    }

    private static Measured.Result halfAMinute(Worlds world) {
        Measured measured = new Measured(world.limits(100_000_000, 30_000).build(), 100, 5_000 * Worlds.MILLI);
        while (measured.goOn(10_000)) {}
        return measured.result();
    }

    private static double medianRttMicros(Measured.Result result) {
        List<Long> sorted = result.curves().getFirst().points().stream()
                .filter(point -> point.atMicros() > 5_000_000)
                .map(Measured.Point::rttMicros)
                .sorted()
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    /** The states in their order, each with when it began in milliseconds. */
    private static List<String> states(Worlds world, int millis) {
        List<String> states = new ArrayList<>();
        for (Event event : Worlds.events(world.limits(100_000_000, millis).build())) {
            if (event.what() instanceof Event.What.Sampled sampled
                    && event.host().equals("client1")
                    && (states.isEmpty() || !states.getLast().endsWith(sampled.phase()))) {
                states.add(event.atNanos() / Worlds.MILLI + " " + sampled.phase());
            }
        }
        return states;
    }

    private static String names(List<String> states) {
        return states.stream()
                .map(state -> state.substring(state.indexOf(' ') + 1).replace("ProbeBW_", ""))
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    @Test
    void the_path_is_full_and_its_queue_is_not_where_cubic_fills_both() {
        Measured.Result bbr = halfAMinute(flows("bbr", 1, 20 * PIPE, 0));
        Measured.Result cubic = halfAMinute(flows("cubic", 1, 20 * PIPE, 0));
        assertThat(bbr.utilisation()).isGreaterThan(0.95);
        assertThat(bbr.losses()).isZero();
        assertThat(medianRttMicros(bbr)).isBetween(1.0 * RTT_MICROS, 1.3 * RTT_MICROS);
        assertThat(cubic.utilisation()).isGreaterThan(0.99);
        assertThat(medianRttMicros(cubic)).isGreaterThan(5.0 * RTT_MICROS);
    }

    @Test
    void a_queue_of_a_tenth_of_the_pipe_is_nearly_enough() {
        Measured.Result bbr = halfAMinute(flows("bbr", 1, PIPE / 10, 0));
        assertThat(bbr.utilisation()).isGreaterThan(0.85);
        assertThat(bbr.losses()).isLessThan(500); // of 50,000 segments
    }

    // §5.3.3.8.3: a loss of 1 in 100 is to be borne. Reno's formula
    // (RFC 9438 §5.1) gives a window of 12 segments there.
    @Test
    void loss_at_random_costs_little_where_it_takes_three_quarters_from_cubic() {
        Measured.Result bbr = halfAMinute(flows("bbr", 1, 20 * PIPE, 0.01));
        Measured.Result cubic = halfAMinute(flows("cubic", 1, 20 * PIPE, 0.01));
        assertThat(bbr.utilisation()).isGreaterThan(0.7);
        assertThat(cubic.utilisation()).isLessThan(0.4);
        assertThat(bbr.utilisation()).isGreaterThan(2 * cubic.utilisation());
    }

    @Test
    void flows_that_are_equal_share_the_path() {
        Measured.Result four = halfAMinute(flows("bbr", 4, 4 * PIPE, 0));
        assertThat(four.fairness()).isGreaterThan(0.9);
        assertThat(four.utilisation()).isGreaterThan(0.95);
    }

    // §5.3: two to three seconds between two probes at the most, ProbeRTT after five without a shorter round trip, and
    // 200 ms of it.
    @Test
    void the_states_follow_one_another_as_the_draft_draws_them() {
        List<String> states = states(flows("bbr", 1, 20 * PIPE, 0), 7_000);
        assertThat(names(states))
                .matches("Startup Drain( DOWN)? CRUISE( REFILL UP DOWN CRUISE)+( REFILL UP| REFILL UP DOWN)?"
                        + " ProbeRTT CRUISE( REFILL UP DOWN( CRUISE)?)*( REFILL| REFILL UP)?");
        int probe = states.indexOf(states.stream()
                .filter(state -> state.endsWith("ProbeRTT"))
                .findFirst()
                .orElseThrow());
        assertThat(millis(states.get(probe))).isBetween(5_000L, 5_500L);
        assertThat(millis(states.get(probe + 1)) - millis(states.get(probe))).isBetween(200L, 300L);
    }

    private static long millis(String state) {
        return Long.parseLong(state.substring(0, state.indexOf(' ')));
    }

    // §5.3.1.1: the rate doubles in a round trip, from ten segments to the 50 that fill the path. Three more
    // are taken to be sure, of twice the length, since the queue is as long as the pipe by then.
    @Test
    void startup_is_over_after_a_few_round_trips() {
        List<String> states = states(flows("bbr", 1, 20 * PIPE, 0), 1_000);
        assertThat(states.get(1)).endsWith("Drain");
        assertThat(millis(states.get(1))).isLessThan(37 + (4 + 2 * 5) * RTT_MICROS / 1_000);
    }

    @Test
    void a_program_that_pauses_finds_its_rate_again_at_once() {
        Worlds world = Worlds.empty();
        TcpSettings settings = TcpSettings.linux()
                .with()
                .congestionControl("bbr")
                .receiveBufferBytes(4_000_000)
                .build();
        world.host("client1", settings)
                .host("server", settings)
                .link("client1", "server", Worlds.link(RATE, 15))
                .server("server", read(), Worlds.close())
                .client(
                        "client1",
                        "server",
                        write(5_000_000),
                        new Step.Pause(3_000 * Worlds.MILLI),
                        write(5_000_000),
                        Worlds.close());
        Outcome outcome = Worlds.outcome(world.limits(100_000_000, 60_000).build());
        Outcome.OfFlow flow = outcome.connections().getFirst().flows().getFirst();
        assertThat(flow.delivered()).isEqualTo(10_000_000);
        assertThat(flow.losses()).isZero();
        // 80 Mbit take 4 s, and 3 s it pauses.
        assertThat(outcome.connections().getFirst().endedAtNanos()).isLessThan(7_800 * Worlds.MILLI);
    }
}
