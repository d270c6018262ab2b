package sevenlayers.wire.pcapng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Tshark;
import sevenlayers.wire.ethernet.EthernetFrame;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.IpPayload;
import sevenlayers.wire.ipv4.Ipv4Address;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;
import sevenlayers.wire.udp.UdpDatagram;

class PcapngWriterTest {
    private static final int CLIENT = Ipv4Address.parse("10.0.0.1");
    private static final int SERVER = Ipv4Address.parse("10.0.0.2");

    @TempDir
    Path folder;

    private static Ipv4Packet packet(IpPayload payload) {
        return Ipv4Packet.of(CLIENT, SERVER, 0, 1, payload);
    }

    private static TcpSegment tcp(int flags, int sequence, TcpOptions options, String data) {
        return new TcpSegment(40_000, 80, sequence, 0, flags, 65_535, 0, options, Bytes.utf8(data));
    }

    @Test
    void a_section_an_interface_and_a_packet_byte_for_byte() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out, "lab");
        int number = writer.addInterface("eth0", LinkType.RAW);
        writer.packet(number, 0x1_0000_0002L, Bytes.hex("ffee"), "hi");
        assertThat(Bytes.of(out.toByteArray()).hex())
                .isEqualTo("0a0d0d0a" + "28000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff" + "04000300"
                        + "6c616200" + "00000000"
                        + "28000000"
                        + "01000000" + "28000000" + "65000000" + "00000000" + "02000400" + "65746830" + "09000100"
                        + "09000000" + "00000000"
                        + "28000000"
                        + "06000000" + "30000000" + "00000000" + "01000000" + "02000000" + "02000000" + "02000000"
                        + "ffee0000"
                        + "01000200" + "68690000" + "00000000" + "30000000");
    }

    @Test
    void a_packet_needs_an_interface() throws IOException {
        PcapngWriter writer = new PcapngWriter(new ByteArrayOutputStream(), "lab");
        assertThatThrownBy(() -> writer.packet(0, 0, Bytes.EMPTY, "")).hasMessage("interface 0 of 0");
    }

    @Test
    void wireshark_reads_every_format_as_it_was_meant() throws IOException {
        Path file = folder.resolve("formats.pcapng");
        Ipv4Packet large = new Ipv4Packet(
                0,
                7,
                false,
                false,
                0,
                64,
                CLIENT,
                SERVER,
                Bytes.EMPTY,
                new UdpDatagram(40_125, 40_126, Bytes.zeros(2_000)));
        Bytes quoted = packet(tcp(TcpFlags.SYN, 100, TcpOptions.NONE, "")).toBytes();
        try (var out = Files.newOutputStream(file)) {
            PcapngWriter writer = new PcapngWriter(out, "lab");
            int ethernet = writer.addInterface("client", LinkType.ETHERNET);
            int raw = writer.addInterface("server", LinkType.RAW);
            long second = 1_000_000_000L;
            TcpOptions syn = TcpOptions.of(
                    new TcpOption.MaximumSegmentSize(1460),
                    new TcpOption.SackPermitted(),
                    new TcpOption.Timestamps(1, 0),
                    new TcpOption.NoOperation(),
                    new TcpOption.WindowScale(7));
            Bytes frame = new EthernetFrame(
                            0x0200_0000_0002L,
                            0x0200_0000_0001L,
                            EthernetFrame.IPV4,
                            packet(tcp(TcpFlags.SYN, 100, syn, "")).toBytes())
                    .toBytes();
            writer.packet(ethernet, second, frame, "the first of three");
            TcpOptions sack = TcpOptions.of(
                    new TcpOption.NoOperation(),
                    new TcpOption.NoOperation(),
                    new TcpOption.Sack(List.of(new SackBlock(201, 301))),
                    new TcpOption.UserTimeout(false, 30),
                    new TcpOption.FastOpen(Bytes.hex("0102030405060708")));
            writer.packet(
                    raw,
                    second + 1,
                    packet(tcp(TcpFlags.ACK | TcpFlags.PSH, 101, sack, "data")).toBytes(),
                    "");
            writer.packet(
                    raw,
                    2 * second,
                    packet(new UdpDatagram(40_123, 40_124, Bytes.utf8("odd"))).toBytes(),
                    "");
            writer.packet(
                    raw,
                    3 * second,
                    packet(new IcmpMessage.EchoRequest(1, 2, Bytes.utf8("ping")))
                            .toBytes(),
                    "");
            writer.packet(
                    raw,
                    4 * second,
                    packet(new IcmpMessage.DestinationUnreachable(4, 1_400, quoted))
                            .toBytes(),
                    "");
            for (Ipv4Packet piece : large.fragments(1_500)) {
                writer.packet(raw, 5 * second, piece.toBytes(), "");
            }
        }
        Tshark tshark = new Tshark(file);
        assertThat(tshark.broken()).isEmpty();
        assertThat(tshark.fields("", "frame.time_epoch", "frame.interface_name", "_ws.col.Protocol"))
                .containsExactly(
                        "1.000000000\tclient\tTCP",
                        "1.000000001\tserver\tTCP",
                        "2.000000000\tserver\tUDP",
                        "3.000000000\tserver\tICMP",
                        "4.000000000\tserver\tICMP",
                        "5.000000000\tserver\tIPv4",
                        "5.000000000\tserver\tUDP");
        assertThat(tshark.fields(
                        "tcp.flags.syn == 1 && eth",
                        "tcp.options.mss_val",
                        "tcp.options.wscale.shift",
                        "frame.comment"))
                .containsExactly("1460\t7\tthe first of three");
        assertThat(tshark.fields(
                        "tcp.options.sack_le", "tcp.options.sack_le", "tcp.options.sack_re", "tcp.options.tfo.cookie"))
                .containsExactly("201\t301\t0102030405060708");
        assertThat(tshark.fields("icmp.type == 3", "icmp.mtu")).containsExactly("1400");
        assertThat(tshark.fields("udp.length == 2008", "ip.fragment.count")).containsExactly("2");
    }

    @Test
    void wireshark_finds_a_checksum_that_does_not_fit() throws IOException {
        Path file = folder.resolve("broken.pcapng");
        byte[] bytes =
                packet(tcp(TcpFlags.ACK, 1, TcpOptions.NONE, "data")).toBytes().toArray();
        bytes[bytes.length - 1] ^= 1;
        try (var out = Files.newOutputStream(file)) {
            PcapngWriter writer = new PcapngWriter(out, "lab");
            writer.packet(writer.addInterface("a", LinkType.RAW), 0, Bytes.of(bytes), "");
        }
        assertThat(new Tshark(file).broken()).hasSize(1);
    }
}
