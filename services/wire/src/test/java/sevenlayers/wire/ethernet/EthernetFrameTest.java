package sevenlayers.wire.ethernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;

class EthernetFrameTest {
    private static final EthernetFrame FRAME =
            new EthernetFrame(0x0202_0000_0001L, 0x0202_0000_0002L, EthernetFrame.IPV4, Bytes.utf8("hello"));

    @Test
    void the_check_sequence_is_the_crc_32_that_everybody_computes() {
        assertThat(EthernetFrame.checkSequence(Bytes.utf8("123456789"))).isEqualTo(0xcbf43926);
    }

    @Test
    void a_captured_frame_has_no_padding_and_no_check_sequence() {
        assertThat(FRAME.toBytes().hex()).isEqualTo("020200000001" + "020200000002" + "0800" + "68656c6c6f");
        assertThat(EthernetFrame.parse(FRAME.toBytes())).isEqualTo(FRAME);
    }

    @Test
    void a_frame_on_the_cable_has_64_bytes_and_a_flipped_bit_is_found_wherever_it_is() {
        Bytes cable = FRAME.toCheckedBytes();
        assertThat(cable.length()).isEqualTo(64);
        assertThat(EthernetFrame.parseChecked(cable).payload()).isEqualTo(Bytes.hex("68656c6c6f" + "00".repeat(41)));
        for (int bit = 0; bit < cable.length() * 8; bit++) {
            byte[] bytes = cable.toArray();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> EthernetFrame.parseChecked(Bytes.of(bytes)))
                    .as("bit %d", bit)
                    .hasMessage("the frame check sequence does not fit");
        }
    }

    @Test
    void a_length_in_place_of_the_type_leaves_the_padding_out() {
        EthernetFrame old = new EthernetFrame(1, 2, 3, Bytes.utf8("IPX"));
        assertThat(EthernetFrame.parseChecked(old.toCheckedBytes())).isEqualTo(old);
        assertThatThrownBy(() -> EthernetFrame.parse(new EthernetFrame(1, 2, 4, Bytes.utf8("IPX")).toBytes()))
                .hasMessage("the length is 4; allowed: up to 3");
    }

    @Test
    void a_runt_is_no_frame() {
        assertThatThrownBy(() -> EthernetFrame.parseChecked(Bytes.zeros(63)))
                .hasMessage("a frame has at least 64 bytes, here are 63: a runt");
    }

    @Test
    void hostile_bytes_are_known_or_malformed() {
        Hostile.variantsOf(FRAME.toBytes(), EthernetFrame::parse);
        Hostile.variantsOf(FRAME.toCheckedBytes(), EthernetFrame::parseChecked);
    }
}
