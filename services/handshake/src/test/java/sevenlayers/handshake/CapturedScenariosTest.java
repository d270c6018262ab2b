package sevenlayers.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.handshake.capture.HostCapture;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.scenario.EventSink;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.scenario.Simulation;
import sevenlayers.wire.Tshark;

/** What Wireshark makes of the scenarios that have a name. */
class CapturedScenariosTest {
    private static final int MOST_EVENTS = 20_000;

    @TempDir
    Path folder;

    static Stream<String> nothing_is_malformed_and_every_checksum_fits_but_where_bits_were_flipped() {
        return NamedScenarios.names().stream();
    }

    @ParameterizedTest
    @MethodSource
    void nothing_is_malformed_and_every_checksum_fits_but_where_bits_were_flipped(String name) throws IOException {
        Scenario scenario = ScenarioRules.read(ScenarioRules.complete(
                sevenlayers.handshake.v1.Scenario.newBuilder().setName(name).build()));
        List<String> hosts =
                scenario.hosts().stream().map(Scenario.HostPart::name).toList();
        AtomicLong damaged = new AtomicLong();
        Path file = folder.resolve(name + ".pcapng");
        try (OutputStream out = Files.newOutputStream(file)) {
            HostCapture capture = new HostCapture(hosts, piece -> write(out, piece.toArray()));
            Simulation simulation = new Simulation(scenario, EventSink.NOBODY, (host, atNanos, packet, why) -> {
                if (why == null) {
                    // A packet that was flipped under way is not the one that was sent any more.
                    damaged.addAndGet(isDamaged(packet) ? 1 : 0);
                    capture.arrived(host, atNanos, packet.ip());
                } else {
                    capture.sent(host, atNanos, packet.ip(), why.text());
                }
            });
            while (simulation.goOn(100) && simulation.events() < MOST_EVENTS) {}
            capture.finish();
            assertThat(capture.packets()).isPositive();
        }
        assertThat(new Tshark(file).broken()).hasSize((int) damaged.get());
    }

    private static boolean isDamaged(Packet packet) {
        return !packet.ip().payload().equals(packet.sent().payload());
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
