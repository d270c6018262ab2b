package sevenlayers.bench.tcp;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import sevenlayers.handshake.application.Script;
import sevenlayers.handshake.application.Step;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.scenario.Event;
import sevenlayers.handshake.scenario.EventSink;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.scenario.Simulation;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.wire.Bytes;

/** What is simulated to be measured: a client and a server, and connections that have so much to say. */
final class Worlds {
    private static final long MILLI = 1_000_000;
    private static final long DAY_NANOS = 86_400_000 * MILLI;

    private Worlds() {}

    /**
     * Connections that begin one after the other in a tenth of a second, and write.
     *
     * @param bytes that each writes; 0: each stays idle
     * @param buffer of each end, in bytes
     * @param loss on the way to the server
     */
    static Scenario writers(
            int connections, long bytes, int buffer, long bitsPerSecond, long delayMillis, double loss) {
        TcpSettings settings = TcpSettings.linux()
                .with()
                .sendBufferBytes(buffer)
                .receiveBufferBytes(buffer)
                .build();
        Impairments losing = new Impairments(loss, Impairments.BurstLoss.NONE, 0, 0, 0, 0, 0);
        List<Step> write = bytes == 0
                ? List.of(new Step.Pause(DAY_NANOS))
                : List.of(new Step.Write(bytes, Bytes.EMPTY, Step.ALL, 0, false));
        List<Step> read = List.of(new Step.Read(Long.MAX_VALUE, Step.ALL, 0, false));
        return new Scenario(
                IntStream.range(0, 2)
                        .mapToObj(i -> new Scenario.HostPart(
                                i == 0 ? "client" : "server",
                                0x0a000001 + i,
                                settings,
                                new Scenario.Numbers.ClockAndHash()))
                        .toList(),
                List.of(),
                List.of(new Scenario.LinkPart(
                        "client",
                        "server",
                        1_500,
                        link(bitsPerSecond, delayMillis, losing),
                        link(bitsPerSecond, delayMillis, Impairments.NONE))),
                List.of(
                        new Scenario.ApplicationPart.Server("server", 0, List.of(new Script(read, 1)), 80, 65_535),
                        new Scenario.ApplicationPart.Client(
                                "client",
                                0,
                                List.of(new Script(write, 1)),
                                "server",
                                80,
                                OptionalInt.empty(),
                                connections,
                                100 * MILLI / connections)),
                List.of(),
                1,
                new Scenario.Limits(Long.MAX_VALUE, DAY_NANOS));
    }

    private static LinkSettings link(long bitsPerSecond, long delayMillis, Impairments impairments) {
        return new LinkSettings(bitsPerSecond, delayMillis * MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, impairments);
    }

    static Simulation unwatched(Scenario scenario) {
        return new Simulation(scenario, EventSink.NOBODY, Simulation.PacketSink.NOBODY);
    }

    /** Keeps the latest events, each with both ends' views, as the service makes them. */
    static final class Recording implements EventSink {
        private final Event[] latest;
        private int taken;

        Recording(int room) {
            latest = new Event[room];
        }

        @Override
        public boolean wants(Event.Kind kind, long atNanos, String host, String connection) {
            return true;
        }

        @Override
        public void take(Event event) {
            latest[taken++ % latest.length] = event;
        }
    }
}
