package sevenlayers.handshake.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static sevenlayers.handshake.capture.Conversation.MILLI;
import static sevenlayers.handshake.capture.Frame.marked;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.handshake.network.Fault;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Tshark;
import sevenlayers.wire.tcp.TcpSegment;

/** What Wireshark makes of connections of the engine: it must find nothing malformed, and the names of what happened where it happened. */
class WiresharkTest {
    @TempDir
    Path folder;

    private static Impairments loss(double probability) {
        return new Impairments(probability, Impairments.BurstLoss.NONE, 0, 0, 0, 0, 0);
    }

    private static TcpSettings settings(String name) {
        return name.equals("linux") ? TcpSettings.linux() : TcpSettings.rfc();
    }

    private Conversation conversation(TcpSettings settings, Fault... faults) {
        return conversation("client", settings, Impairments.NONE, faults);
    }

    private Conversation conversation(String at, TcpSettings settings, Impairments impairments, Fault... faults) {
        return conversation(at, 1_500, settings, impairments, faults);
    }

    private Conversation conversation(
            String at, int mtu, TcpSettings settings, Impairments impairments, Fault... faults) {
        return new Conversation(folder.resolve("capture.pcapng"), at, settings, impairments, List.of(faults), mtu);
    }

    private static Fault dropData(Long... numbers) {
        return new Fault(
                "client",
                packet -> packet.ip().payload() instanceof TcpSegment segment
                        && !segment.payload().isEmpty(),
                Set.of(numbers),
                new Fault.Action.Drop());
    }

    private static List<String> sequences(List<Frame> frames) {
        return frames.stream().map(Frame::sequence).toList();
    }

    private static List<String> lengths(List<Frame> frames) {
        return frames.stream().map(Frame::length).toList();
    }

    /** All that the client writes, with the capture of it. */
    private static List<Frame> written(Conversation talk, int bytes) throws IOException {
        talk.open();
        talk.write(talk.client, bytes);
        talk.client.connection.close(talk.now());
        List<Frame> frames = Frame.all(talk.end());
        assertThat(talk.server.read).isEqualTo(bytes);
        return frames;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc", "linux"})
    void a_connection_without_losses_has_nothing_to_remark(String name) throws IOException {
        List<Frame> frames = written(conversation(settings(name)), 300_000);
        assertThat(frames).hasSizeGreaterThan(300).noneMatch(Frame::isRemarkable);
        assertThat(frames.getFirst().comment()).isEqualTo("an active open sends a SYN (RFC 9293 §3.10.1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc", "linux"})
    void a_segment_lost_in_the_middle_is_a_fast_retransmission(String name) throws IOException {
        List<Frame> frames = written(conversation(settings(name), dropData(13L)), 300_000);
        assertThat(marked(frames, "broken")).isEmpty();
        List<Frame> again = marked(frames, "retransmission");
        assertThat(again).as("the 13th segment, and no other").hasSize(1);
        assertThat(again).isEqualTo(marked(frames, "fast_retransmission"));
        List<Frame> data = frames.stream().filter(f -> !f.length().equals("0")).toList();
        assertThat(sequences(again)).containsExactly(data.get(12).sequence());
        assertThat(marked(frames, "duplicate_ack")).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc", "linux"})
    void a_lost_last_segment_is_sent_again_by_the_clock(String name) throws IOException {
        Conversation talk = conversation(settings(name), dropData(1L));
        talk.open();
        talk.write(talk.client, 500);
        List<Frame> frames = Frame.all(talk.end());
        assertThat(talk.server.read).isEqualTo(500);
        assertThat(marked(frames, "broken")).isEmpty();
        assertThat(lengths(marked(frames, "retransmission"))).containsExactly("500");
        assertThat(marked(frames, "fast_retransmission")).isEmpty();
    }

    @Test
    void a_reader_that_stops_closes_the_window_and_probes_ask_until_it_goes_on() throws IOException {
        Conversation talk = conversation(TcpSettings.rfc());
        talk.server.reads = false;
        talk.open();
        talk.at(20_000 * MILLI, () -> {
            talk.server.reads = true;
            talk.server.read(Integer.MAX_VALUE);
        });
        talk.write(talk.client, 100_000);
        List<Frame> frames = Frame.all(talk.end());
        assertThat(talk.server.read).isEqualTo(100_000);
        assertThat(marked(frames, "broken")).isEmpty();
        assertThat(marked(frames, "zero_window")).isNotEmpty();
        assertThat(marked(frames, "retransmission")).isEmpty();
        // RFC 9293 §3.8.6.1: the first after a timeout, then ever longer: 1, 2, 4, 8 s.
        List<Frame> probes = marked(frames, "zero_window_probe");
        assertThat(lengths(probes)).hasSize(4).containsOnly("1");
        assertThat(probes.get(3).seconds() - probes.get(2).seconds()).isCloseTo(8, within(0.1));
        assertThat(marked(frames, "window_update")).anyMatch(frame -> frame.seconds() > 20 && frame.seconds() < 20.1);
    }

    @Test
    void an_idle_connection_is_kept_alive() throws IOException {
        Conversation talk = conversation(TcpSettings.rfc()
                .with()
                .keepalive(true)
                .keepaliveIdleNanos(10_000 * MILLI)
                .build());
        talk.open();
        talk.write(talk.client, 100);
        talk.until(25_000 * MILLI);
        List<Frame> frames = Frame.all(talk.file());
        assertThat(marked(frames, "broken")).isEmpty();
        assertThat(marked(frames, "keep_alive")).isNotEmpty();
        assertThat(marked(frames, "keep_alive_ack")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc", "linux"})
    void over_a_link_that_does_everything_wrong_only_what_was_damaged_is_broken(String name) throws IOException {
        Impairments bad = new Impairments(
                0.02, new Impairments.BurstLoss(0.002, 0.3, 1), 0.02, 0.05, 20 * MILLI, 0.02, 3 * MILLI);
        Conversation talk = conversation("server", settings(name), bad);
        List<Frame> frames = written(talk, 500_000);
        assertThat(talk.server.thrownAway).isPositive();
        assertThat(marked(frames, "broken"))
                .hasSize(talk.server.thrownAway)
                .as("what the server itself sends is right")
                .noneMatch(frame -> frame.source().equals("10.0.0.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc", "linux"})
    void nothing_is_sent_again_that_was_acknowledged(String name) throws IOException {
        List<Frame> frames = written(conversation("client", settings(name), loss(0.05)), 300_000);
        assertThat(marked(frames, "broken")).isEmpty();
        assertThat(marked(frames, "retransmission")).isNotEmpty();
        assertThat(marked(frames, "spurious_retransmission")).isEmpty();
    }

    @Test
    void a_router_that_cannot_pass_on_says_so_and_the_segments_become_smaller() throws IOException {
        List<Frame> frames = written(conversation("client", 1_000, TcpSettings.linux(), Impairments.NONE), 50_000);
        assertThat(marked(frames, "broken")).isEmpty();
        List<Frame> reports = frames.stream()
                .filter(frame -> frame.source().startsWith("10.0.0.254"))
                .toList();
        assertThat(reports).isNotEmpty();
        assertThat(frames)
                .filteredOn(frame -> frame.source().equals("10.0.0.1")
                        && frame.seconds() > reports.getFirst().seconds())
                .allMatch(frame -> Integer.parseInt(frame.length()) <= 1_000 - 52);
    }

    @Test
    void urgent_data_is_seen() throws IOException {
        Conversation talk = conversation(TcpSettings.rfc());
        talk.open();
        talk.until(100 * MILLI);
        talk.client.connection.send(talk.now(), Bytes.utf8("hurry!"), false, true);
        Tshark tshark = new Tshark(talk.end());
        // RFC 9293 §3.1: the pointer points to the byte that follows the urgent data.
        assertThat(tshark.fields("tcp.flags.urg == 1", "tcp.urgent_pointer", "tcp.len", "tcp.checksum.status"))
                .containsExactly("6\t6\t1");
    }

    @Test
    void simultaneous_opens_and_closes_are_no_malformed_packets() throws IOException {
        Conversation talk = conversation(TcpSettings.rfc());
        talk.client.connection.open(0);
        talk.server.connection.open(0);
        talk.until(100 * MILLI);
        assertThat(talk.client.connection.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(talk.server.connection.state()).isEqualTo(TcpState.ESTABLISHED);
        talk.client.connection.close(talk.now());
        talk.server.connection.close(talk.now());
        List<Frame> frames = Frame.all(talk.end());
        assertThat(marked(frames, "broken")).isEmpty();
        assertThat(frames).as("two SYNs, two SYN+ACKs, two FINs and their ACKs").hasSize(8);
        assertThat(talk.client.connection.state()).isEqualTo(TcpState.CLOSED);
    }
}
