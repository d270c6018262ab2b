package sevenlayers.wire.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;

class UdpDatagramTest {
    private static Bytes emitted(UdpDatagram datagram, int source, int destination) {
        ByteBuffer out = ByteBuffer.allocate(datagram.length());
        datagram.emit(out, source, destination);
        return Bytes.wrap(out.array());
    }

    @Test
    void the_eight_bytes_of_the_header() {
        Bytes bytes = emitted(new UdpDatagram(0x0102, 0x0304, Bytes.utf8("ab")), 0, 0);
        // 0102 + 0304 + 000a + 6162 and, before them in thought only, 0011 + 000a; the one's complement of 658d.
        assertThat(bytes.hex()).isEqualTo("01020304" + "000a" + "9a72" + "6162");
    }

    @Test
    void what_is_emitted_is_what_is_parsed() {
        Random random = new Random(768);
        for (int i = 0; i < 10_000; i++) {
            byte[] data = new byte[random.nextInt(30)];
            random.nextBytes(data);
            UdpDatagram datagram = new UdpDatagram(random.nextInt(1 << 16), random.nextInt(1 << 16), Bytes.wrap(data));
            assertThat(UdpDatagram.parse(emitted(datagram, i, -i), i, -i)).isEqualTo(datagram);
        }
    }

    @Test
    void a_checksum_of_zero_is_sent_as_all_ones_since_zero_says_that_there_is_none() {
        // 0011 + 0008 + 0008 in the pseudo-header and the length leave ffde for the ports to make the sum ffff.
        Bytes bytes = emitted(new UdpDatagram(0xffde, 0, Bytes.EMPTY), 0, 0);
        assertThat(bytes.hex()).isEqualTo("ffde0000" + "0008" + "ffff");
        assertThat(UdpDatagram.parse(bytes, 0, 0).sourcePort()).isEqualTo(0xffde);
    }

    @Test
    void without_a_checksum_nothing_is_checked() {
        assertThat(UdpDatagram.parse(Bytes.hex("0001 0002 0009 0000 ff"), 5, 6))
                .isEqualTo(new UdpDatagram(1, 2, Bytes.hex("ff")));
    }

    @Test
    void the_length_counts_the_header() {
        assertThatThrownBy(() -> UdpDatagram.parse(Bytes.hex("0001 0002 0007 0000"), 0, 0))
                .hasMessage("the UDP length, which counts the header, is 7; allowed: 8 to 8");
        assertThatThrownBy(() -> UdpDatagram.parse(Bytes.hex("0001 0002 0009 0000"), 0, 0))
                .hasMessage("the UDP length, which counts the header, is 9; allowed: 8 to 8");
    }

    @Test
    void a_flipped_bit_is_found_and_two_swapped_words_are_not() {
        byte[] bytes =
                emitted(new UdpDatagram(1, 2, Bytes.hex("11223344")), 5, 6).toArray();
        bytes[8] ^= 1;
        assertThatThrownBy(() -> UdpDatagram.parse(Bytes.of(bytes), 5, 6)).hasMessage("the UDP checksum does not fit");
        Bytes swapped = Bytes.hex(Bytes.of(bytes).slice(0, 8).hex() + "33441122");
        assertThat(UdpDatagram.parse(swapped, 5, 6).payload().hex()).isEqualTo("33441122");
    }

    @Test
    void hostile_bytes_are_known_or_malformed() {
        Hostile.variantsOf(
                emitted(new UdpDatagram(1, 2, Bytes.utf8("data")), 5, 6), bytes -> UdpDatagram.parse(bytes, 5, 6));
    }
}
