package sevenlayers.handshake.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.congestion.CongestionControls;
import sevenlayers.handshake.tcp.recovery.LossDetections;

/** Two hosts that are set in any way, and links on which anything goes wrong: what must be true is true of each packet. */
class RandomWorldsTest {
    private static final int WORLDS = 25;
    private static final int UP = 150_000;
    private static final int DOWN = 40_000;

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static TcpSettings settings(Random random) {
        TcpSettings base = random.nextBoolean() ? TcpSettings.rfc() : TcpSettings.linux();
        return base.with()
                .congestionControl(one(random, CongestionControls.NAMES))
                .lossRecovery(one(random, LossDetections.NAMES))
                .sack(random.nextInt(4) > 0)
                .timestamps(random.nextInt(4) > 0)
                .ecn(random.nextBoolean())
                .nagle(random.nextBoolean())
                .maximumSegmentSize(one(random, List.of(TcpSettings.FROM_MTU, 536, 1_000)))
                .receiveBufferBytes(one(random, List.of(3_000, 20_000, 65_535, 500_000)))
                .sendBufferBytes(one(random, List.of(5_000, 65_536, 300_000)))
                .delayedAckNanos(one(random, List.of(0L, 40 * Worlds.MILLI, 200 * Worlds.MILLI)))
                .build();
    }

    // Bits are flipped on one of both links only. Two of them in the same column of the sum, one
    // each way, cancel out: RFC 1071's checksum does not find that, and about one world in a
    // thousand would then deliver, with every right, what was never written.
    private static LinkSettings link(Random random, double corruption) {
        QueueSettings queue = one(
                random,
                List.of(
                        QueueSettings.ROOM_FOR_A_THOUSAND,
                        new QueueSettings.DropTail(5, Long.MAX_VALUE),
                        new QueueSettings.Red(3, 9, 0.1, 0.02, 50, true),
                        new QueueSettings.Codel(5 * Worlds.MILLI, 100 * Worlds.MILLI, 50, true)));
        Impairments impairments = new Impairments(
                one(random, List.of(0.0, 0.01, 0.05)),
                one(random, List.of(Impairments.BurstLoss.NONE, new Impairments.BurstLoss(0.005, 0.3, 1))),
                one(random, List.of(0.0, 0.05)),
                one(random, List.of(0.0, 0.1)),
                30 * Worlds.MILLI,
                corruption,
                one(random, List.of(0L, 5 * Worlds.MILLI)));
        return new LinkSettings(
                one(random, List.of(0L, 1_000_000L, 20_000_000L)),
                one(random, List.of(0L, 2L, 40L)) * Worlds.MILLI,
                queue,
                impairments);
    }

    private static Scenario world(long seed) {
        Random random = new Random(seed);
        double corruption = one(random, List.of(0.0, 0.02));
        return Worlds.empty()
                // Numbers that wrap on the way.
                .host("client", settings(random), new Scenario.Numbers.Fixed(-60_000))
                .host("server", settings(random), new Scenario.Numbers.Fixed(Integer.MAX_VALUE - 10_000))
                .router("router")
                .link("client", "router", link(random, corruption), link(random, corruption))
                .link("router", "server", link(random, 0), link(random, 0))
                .server("server", Worlds.read(UP), Worlds.write(DOWN), Worlds.read(), Worlds.close())
                .client("client", "server", Worlds.write(UP), Worlds.read(DOWN), Worlds.close())
                .seed(seed)
                .build();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void what_leaves_a_host_is_right_by_what_has_arrived_there(long series) {
        for (long seed = WORLDS * series; seed < WORLDS * (series + 1); seed++) {
            Map<String, SeenFromOutside> cables = new HashMap<>();
            for (String host : List.of("client", "server")) {
                cables.put(host, new SeenFromOutside("world " + seed + ", " + host));
            }
            Simulation simulation = new Simulation(world(seed), EventSink.NOBODY, (host, atNanos, packet, why) -> {
                SeenFromOutside cable = cables.get(host);
                if (cable != null && why == null) {
                    cable.arrives(packet.ip());
                } else if (cable != null) {
                    cable.leaves(packet.ip());
                }
            });
            while (simulation.goOn(10_000)) {}
            Outcome.OfConnection connection = simulation.outcome().connections().getFirst();
            boolean whole = connection.flows().getFirst().delivered() == UP
                    && connection.flows().getLast().delivered() == DOWN;
            assertThat(whole || !connection.failure().isEmpty())
                    .as("world %d: every byte is delivered, or the connection is reported broken: %s", seed, connection)
                    .isTrue();
            assertThat(connection.flows())
                    .as("world %d: what is delivered is what was written", seed)
                    .allMatch(Outcome.OfFlow::intact);
        }
    }
}
