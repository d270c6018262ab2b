package sevenlayers.handshake.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Tshark;
import sevenlayers.wire.ipv4.Ipv4Address;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.packet.Packets;
import sevenlayers.wire.pcapng.Capture;
import sevenlayers.wire.pcapng.Direction;
import sevenlayers.wire.pcapng.LinkType;
import sevenlayers.wire.pcapng.PcapngReader;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

class HostCaptureTest {
    private static final int CLIENT = Ipv4Address.parse("10.0.0.1");
    private static final int SERVER = Ipv4Address.parse("10.0.0.2");
    private static final long MILLI = 1_000_000;

    private final List<Bytes> pieces = new ArrayList<>();
    private HostCapture capture = new HostCapture(List.of("client"), pieces::add);
    private long nowNanos;

    @TempDir
    Path folder;

    private static Ipv4Packet toServer(String flags, int sequence, int acknowledgment, int window, int length) {
        TcpOptions options = flags.contains("S")
                ? TcpOptions.of(new TcpOption.MaximumSegmentSize(1_460), new TcpOption.SackPermitted())
                : TcpOptions.NONE;
        return Ipv4Packet.of(
                CLIENT,
                SERVER,
                0,
                sequence & 0xffff,
                new TcpSegment(
                        40_000,
                        80,
                        sequence,
                        acknowledgment,
                        TcpFlags.parse(flags),
                        window,
                        0,
                        options,
                        Bytes.zeros(length)));
    }

    private static Ipv4Packet toClient(String flags, int sequence, int acknowledgment, int window, int length) {
        Ipv4Packet there = toServer(flags, sequence, acknowledgment, window, length);
        TcpSegment segment = (TcpSegment) there.payload();
        return Ipv4Packet.of(
                SERVER,
                CLIENT,
                0,
                0,
                new TcpSegment(
                        80,
                        40_000,
                        sequence,
                        acknowledgment,
                        segment.flags(),
                        window,
                        0,
                        segment.options(),
                        segment.payload()));
    }

    private void sent(long millis, Ipv4Packet packet) {
        nowNanos = millis * MILLI;
        capture.sent("client", nowNanos, packet, "");
    }

    private void arrived(long millis, Ipv4Packet packet) {
        nowNanos = millis * MILLI;
        capture.arrived("client", nowNanos, packet);
    }

    private Bytes file() {
        capture.finish();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(piece.toArray()));
        return Bytes.wrap(all.toByteArray());
    }

    @Test
    void a_packet_is_kept_as_its_host_saw_it() {
        Ipv4Packet syn = toServer("S", 100, 0, 65_535, 0);
        Ipv4Packet answer = toClient("S.", 300, 101, 65_535, 0);
        capture = new HostCapture(List.of("client", "server"), pieces::add);
        capture.sent("client", 0, syn, "an active open sends a SYN (RFC 9293 §3.10.1)");
        capture.arrived("server", 5, syn);
        capture.arrived("router", 6, syn);
        capture.sent("server", 7, answer, "");
        assertThat(capture.packets()).isEqualTo(3);
        assertThat(capture.isCapturedAt("router")).isFalse();
        Bytes bytes = syn.toBytes();
        assertThat(PcapngReader.parse(file()))
                .isEqualTo(new Capture(
                        List.of(
                                new Capture.Interface("client", LinkType.RAW.number()),
                                new Capture.Interface("server", LinkType.RAW.number())),
                        List.of(
                                new Capture.Packet(
                                        0,
                                        0,
                                        bytes,
                                        bytes.length(),
                                        Direction.OUTBOUND,
                                        "an active open sends a SYN (RFC 9293 §3.10.1)"),
                                new Capture.Packet(1, 5, bytes, bytes.length(), Direction.INBOUND, ""),
                                new Capture.Packet(1, 7, answer.toBytes(), bytes.length(), Direction.OUTBOUND, ""))));
    }

    @Test
    void a_large_file_comes_in_pieces_and_nothing_is_missing() {
        for (int i = 0; i < 1_000; i++) {
            sent(i, toServer(".", 1_000 * i, 1, 1_000, 1_000));
        }
        assertThat(pieces)
                .as("handed over while the run goes on")
                .hasSizeGreaterThan(10)
                .allMatch(piece -> piece.length() == Pieces.SIZE);
        List<Capture.Packet> packets = PcapngReader.parse(file()).packets();
        assertThat(packets).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            TcpSegment segment =
                    (TcpSegment) Packets.parse(packets.get(i).bytes()).payload();
            assertThat(segment.sequenceNumber()).isEqualTo(1_000 * i);
            assertThat(packets.get(i).nanos()).isEqualTo(i * MILLI);
        }
    }

    @Test
    void wireshark_names_what_happens() throws IOException {
        sent(0, toServer("S", 100, 0, 65_535, 0));
        arrived(10, toClient("S.", 300, 101, 65_535, 0));
        sent(10, toServer(".", 101, 301, 65_535, 0));
        for (int i = 0; i < 5; i++) {
            sent(20, toServer(".", 101 + 1_000 * i, 301, 65_535, 1_000));
        }
        // The second is lost.
        for (int i = 0; i < 4; i++) {
            arrived(30 + i, toClient(".", 301, 1_101, 65_535, 0));
        }
        sent(34, toServer(".", 1_101, 301, 65_535, 1_000));
        arrived(44, toClient(".", 301, 5_101, 0, 0));
        arrived(90, toClient(".", 301, 5_101, 4_000, 0));
        sent(90, toServer("P.", 5_101, 301, 65_535, 10));
        // Nothing comes back.
        sent(390, toServer("P.", 5_101, 301, 65_535, 10));
        arrived(400, toClient("R", 301, 0, 0, 0));
        Path path = folder.resolve("named.pcapng");
        Files.write(path, file().toArray());
        Tshark tshark = new Tshark(path);
        assertThat(tshark.broken()).isEmpty();
        assertThat(tshark.fields("tcp.analysis.duplicate_ack", "frame.time_relative", "frame.packet_flags_direction"))
                .containsExactly("0.031000000\t0x00000001", "0.032000000\t0x00000001", "0.033000000\t0x00000001");
        assertThat(tshark.fields("tcp.analysis.fast_retransmission", "frame.time_relative"))
                .containsExactly("0.034000000");
        assertThat(tshark.fields("tcp.analysis.zero_window", "frame.time_relative"))
                .containsExactly("0.044000000");
        assertThat(tshark.fields("tcp.analysis.window_update", "frame.time_relative"))
                .containsExactly("0.090000000");
        assertThat(tshark.fields(
                        "tcp.analysis.retransmission && !tcp.analysis.fast_retransmission",
                        "frame.time_relative",
                        "frame.packet_flags_direction"))
                .containsExactly("0.390000000\t0x00000002");
    }
}
