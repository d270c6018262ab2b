package sevenlayers.wire.pcapng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;
import sevenlayers.wire.MalformedPacketException;

class PcapngReaderTest {
    // A section of a big-endian machine, times in 1/1024 of a second, a block of a type that nobody knows.
    private static final String BIG_ENDIAN = "0a0d0d0a 0000001c 1a2b3c4d 00010000 ffffffffffffffff 0000001c"
            + "00000001 00000024 00010000 00000000 00020002 6c6f0000 00090001 8a000000 00000024"
            + "0bad0bad 0000000c 0000000c"
            + "00000006 00000030 00000000 00000000 00000600 00000003 000005dc 01020300"
            + "00020004 00000001 00000000 00000030";
    private static final String SECTION = "0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000";
    private static final String INTERFACE = "01000000 14000000 65000000 00000000 14000000";

    private static Bytes file(List<Capture.Interface> interfaces, List<Capture.Packet> packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PcapngWriter writer = new PcapngWriter(out, "lab");
            for (Capture.Interface each : interfaces) {
                writer.addInterface(each.name(), each.linkType() == 1 ? LinkType.ETHERNET : LinkType.RAW);
            }
            for (Capture.Packet packet : packets) {
                writer.packet(
                        packet.interfaceNumber(), packet.nanos(), packet.bytes(), packet.direction(), packet.comment());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(out.toByteArray());
    }

    @Test
    void what_is_written_is_what_is_read() {
        Random random = new Random(11);
        List<Capture.Interface> interfaces =
                List.of(new Capture.Interface("client", 101), new Capture.Interface("eth0 – Küche", 1));
        List<Capture.Packet> packets = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            Direction direction = Direction.values()[random.nextInt(3)];
            String comment = "ä".repeat(random.nextInt(4));
            packets.add(new Capture.Packet(
                    random.nextInt(2), random.nextLong() >>> 1, Bytes.wrap(bytes), bytes.length, direction, comment));
        }
        assertThat(PcapngReader.parse(file(interfaces, packets))).isEqualTo(new Capture(interfaces, packets));
    }

    @Test
    void a_file_of_a_big_endian_machine_is_read() {
        assertThat(PcapngReader.parse(Bytes.hex(BIG_ENDIAN)))
                .isEqualTo(new Capture(
                        List.of(new Capture.Interface("lo", 1)),
                        List.of(new Capture.Packet(
                                0, 1_500_000_000L, Bytes.hex("010203"), 1_500, Direction.INBOUND, ""))));
    }

    @Test
    void each_section_numbers_its_interfaces_anew() {
        Capture.Interface raw = new Capture.Interface("a", LinkType.RAW.number());
        Capture.Packet packet = new Capture.Packet(0, 7, Bytes.EMPTY, 0, Direction.UNKNOWN, "");
        Bytes one = file(List.of(raw), List.of(packet));
        Capture both = PcapngReader.parse(Bytes.hex(one.hex() + BIG_ENDIAN));
        assertThat(both.interfaces()).extracting(Capture.Interface::name).containsExactly("a", "lo");
        assertThat(both.packets()).extracting(Capture.Packet::interfaceNumber).containsExactly(0, 1);
    }

    @Test
    void times_are_microseconds_where_the_interface_does_not_say() {
        String packet = "06000000 20000000 00000000 00000000 05000000 00000000 00000000 20000000";
        Capture capture = PcapngReader.parse(Bytes.hex(SECTION + INTERFACE + packet));
        assertThat(capture.packets()).extracting(Capture.Packet::nanos).containsExactly(5_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0a0d0d0a                                              | block at byte 0: a block has at least 12 bytes, here are 4
            01000000 0c000000 0c000000                            | block at byte 0: a file begins with a section header
            0a0d0d0a 1c000000 12345678                            | block at byte 0: the byte-order magic is 12345678
            0a0d0d0a 1c000000 4d3c2b1a                            | block at byte 0: the block's length is 28; allowed: multiples of 4 from 12 to 12
            S 05000000 0d000000 0d000000                          | block at byte 28: the block's length is 13; allowed: multiples of 4 from 12 to 12
            S 05000000 0c000000 10000000                          | block at byte 28: the length after the block is another one
            S 01000000 10000000 00000000 10000000                 | block at byte 28: an interface's description has at least 8 bytes
            SI 06000000 10000000 00000000 10000000                | block at byte 48: a packet's block has at least 20 bytes
            SI 06000000 20000000 01000000 0000000000000000 00000000 00000000 20000000 | block at byte 48: the packet's interface was not described
            SI 06000000 20000000 00000000 0000000000000000 01000000 01000000 20000000 | block at byte 48: the packet's length is 1; allowed: 0 to 0
            """)
    void what_is_no_capture_is_malformed(String hex, String message) {
        String whole = hex.replace("S", SECTION).replace("I", INTERFACE);
        assertThatThrownBy(() -> PcapngReader.parse(Bytes.hex(whole)))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage(message);
    }

    @Test
    void hostile_bytes_are_known_or_malformed() {
        Hostile.variantsOf(Bytes.hex(BIG_ENDIAN), PcapngReader::parse);
        Bytes ours = file(
                List.of(new Capture.Interface("client", LinkType.RAW.number())),
                List.of(new Capture.Packet(0, 1, Bytes.hex("010203"), 3, Direction.OUTBOUND, "why")));
        Hostile.variantsOf(ours, PcapngReader::parse);
    }
}
