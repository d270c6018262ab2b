package sevenlayers.wire.ipv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;
import sevenlayers.wire.packet.Packets;
import sevenlayers.wire.udp.UdpDatagram;

class Ipv4PacketTest {
    // The worked example that textbooks and encyclopedias give for the header's checksum: 0xb861.
    private static final Bytes EXAMPLE = Bytes.hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7");

    private static Ipv4Packet raw(int identification, Bytes options, Bytes data) {
        return new Ipv4Packet(0, identification, false, false, 0, 64, 1, 2, options, new RawPayload(99, data));
    }

    @Test
    void the_known_header_is_read_and_written() {
        Bytes whole = Bytes.hex(EXAMPLE.hex() + "00".repeat(0x73 - 20));
        Ipv4Packet packet = Ipv4Packet.parse(whole);
        assertThat(Ipv4Address.format(packet.source())).isEqualTo("192.168.0.1");
        assertThat(Ipv4Address.format(packet.destination())).isEqualTo("192.168.0.199");
        assertThat(packet.dontFragment()).isTrue();
        assertThat(packet.timeToLive()).isEqualTo(64);
        assertThat(packet.payload().protocol()).isEqualTo(UdpDatagram.PROTOCOL);
        assertThat(packet.toBytes()).isEqualTo(whole);
    }

    @Test
    void what_is_emitted_is_what_is_parsed() {
        Random random = new Random(791);
        for (int i = 0; i < 10_000; i++) {
            byte[] data = new byte[random.nextInt(60)];
            random.nextBytes(data);
            Ipv4Packet packet = new Ipv4Packet(
                    random.nextInt(256),
                    random.nextInt(1 << 16),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextInt(1 << 13),
                    random.nextInt(256),
                    random.nextInt(),
                    random.nextInt(),
                    Bytes.zeros(4 * random.nextInt(11)),
                    new RawPayload(random.nextInt(256), Bytes.wrap(data)));
            assertThat(Ipv4Packet.parse(packet.toBytes())).isEqualTo(packet);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4500                                     | an IPv4 header has at least 20 bytes, here are 2
            6500001400000000400600000000000000000000 | the IP version is 6, not 4
            4400001400000000400600000000000000000000 | the IPv4 header's length is 4 words; allowed: 5 to 5
            4600001400000000400600000000000000000000 | the IPv4 header's length is 6 words; allowed: 5 to 5
            4500001500000000400600000000000000000000 | the total length is 21; allowed: 20 to 20
            4500001300000000400600000000000000000000 | the total length is 19; allowed: 20 to 20
            4500001400000000400600000000000000000000 | the IPv4 header's checksum does not fit
            """)
    void a_wrong_field_is_named(String bytes, String message) {
        assertThatThrownBy(() -> Ipv4Packet.parse(Bytes.hex(bytes))).hasMessage(message);
    }

    @Test
    void padding_of_the_link_is_left_out() {
        Ipv4Packet packet = raw(1, Bytes.EMPTY, Bytes.utf8("x"));
        assertThat(Ipv4Packet.parse(Bytes.hex(packet.toBytes().hex() + "000000")))
                .isEqualTo(packet);
    }

    @Test
    void a_congested_queue_marks_and_a_router_counts_down() {
        Ipv4Packet packet = Ipv4Packet.of(1, 2, Ecn.ECT_0, 7, new RawPayload(99, Bytes.EMPTY));
        assertThat(packet.withEcn(Ecn.CE).ecn()).isEqualTo(Ecn.CE);
        assertThat(packet.withEcn(Ecn.CE).withEcn(Ecn.ECT_0)).isEqualTo(packet);
        assertThat(packet.withTimeToLive(1).timeToLive()).isEqualTo(1);
    }

    @Test
    void fragments_in_any_order_and_twice_are_the_whole_again() {
        Random random = new Random(815);
        Bytes options = Bytes.hex("01010100");
        for (int mtu = 68; mtu < 1_500; mtu += 97) {
            byte[] data = new byte[1_400];
            random.nextBytes(data);
            Ipv4Packet packet = raw(mtu, options, Bytes.wrap(data));
            List<Ipv4Packet> pieces = new ArrayList<>(packet.fragments(mtu));
            for (Ipv4Packet piece : pieces) {
                assertThat(piece.length()).isLessThanOrEqualTo(mtu);
                assertThat(Ipv4Packet.parse(piece.toBytes())).isEqualTo(piece);
            }
            if (pieces.size() > 1) {
                pieces.add(pieces.get(0));
            }
            Collections.shuffle(pieces, random);
            assertThat(wholes(new Reassembly(), pieces)).contains(packet);
        }
    }

    private static List<Ipv4Packet> wholes(Reassembly reassembly, List<Ipv4Packet> pieces) {
        List<Ipv4Packet> wholes = new ArrayList<>();
        for (Ipv4Packet piece : pieces) {
            Ipv4Packet whole = reassembly.add(piece, 0);
            if (whole != null) {
                wholes.add(whole);
            }
        }
        return wholes;
    }

    @Test
    void a_fragment_of_a_fragment_fits_into_the_same_whole() {
        Ipv4Packet packet = raw(5, Bytes.EMPTY, Bytes.zeros(1_000));
        List<Ipv4Packet> smaller = new ArrayList<>();
        packet.fragments(576).forEach(piece -> smaller.addAll(piece.fragments(100)));
        assertThat(wholes(new Reassembly(), smaller)).containsExactly(packet);
    }

    @Test
    void pieces_that_overlap_end_the_packet() {
        List<Ipv4Packet> pieces = raw(6, Bytes.EMPTY, Bytes.zeros(100)).fragments(68);
        Ipv4Packet first = pieces.get(0);
        Ipv4Packet overlapping = new Ipv4Packet(
                0, 6, false, true, 1, 64, 1, 2, Bytes.EMPTY, new RawPayload(99, Bytes.hex("ff".repeat(48))));
        assertThat(wholes(new Reassembly(), List.of(first, overlapping, pieces.get(1), pieces.get(2))))
                .isEmpty();
    }

    @Test
    void pieces_that_waited_a_minute_wait_no_longer() {
        List<Ipv4Packet> pieces = raw(7, Bytes.EMPTY, Bytes.zeros(80)).fragments(68);
        Reassembly late = new Reassembly();
        assertThat(late.add(pieces.get(0), 0)).isNull();
        assertThat(late.add(pieces.get(1), Reassembly.TIMEOUT_NANOS + 1)).isNull();
        Reassembly timely = new Reassembly();
        assertThat(timely.add(pieces.get(0), 0)).isNull();
        assertThat(timely.add(pieces.get(1), Reassembly.TIMEOUT_NANOS)).isNotNull();
    }

    @Test
    void a_flood_of_first_pieces_takes_no_more_than_its_room() {
        Reassembly reassembly = new Reassembly();
        List<Ipv4Packet> old = raw(0, Bytes.EMPTY, Bytes.zeros(80)).fragments(68);
        reassembly.add(old.get(0), 0);
        for (int i = 1; i <= 64; i++) {
            reassembly.add(raw(i, Bytes.EMPTY, Bytes.zeros(80)).fragments(68).get(0), 0);
        }
        assertThat(reassembly.add(old.get(1), 0)).isNull();
    }

    @Test
    void what_must_not_be_cut_is_not_cut() {
        Ipv4Packet packet = Ipv4Packet.of(1, 2, 0, 0, new RawPayload(99, Bytes.zeros(100)));
        assertThatThrownBy(() -> packet.fragments(68)).hasMessage("the packet must not be cut");
        assertThatThrownBy(() -> raw(1, Bytes.EMPTY, Bytes.zeros(100)).fragments(67))
                .hasMessage("an MTU is at least 68, not 67");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.x", "1..2.3", "-1.2.3.4", "1.2.3.4 "})
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> Ipv4Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void addresses_have_dots() {
        assertThat(Ipv4Address.format(Ipv4Address.parse("255.0.10.1"))).isEqualTo("255.0.10.1");
    }

    @Test
    void hostile_bytes_are_known_or_malformed() {
        Hostile.variantsOf(raw(1, Bytes.hex("01010100"), Bytes.utf8("data")).toBytes(), Ipv4Packet::parse);
        Ipv4Packet datagram = raw(1, Bytes.EMPTY, Bytes.EMPTY).withPayload(new UdpDatagram(1, 2, Bytes.utf8("data")));
        Hostile.variantsOf(datagram.toBytes(), Packets::parse);
    }
}
