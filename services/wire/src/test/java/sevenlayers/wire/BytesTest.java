package sevenlayers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
    private static final Bytes FIVE = Bytes.hex("0102030405");

    @Test
    void a_slice_equals_what_has_the_same_content() {
        assertThat(FIVE.slice(1, 3))
                .isEqualTo(Bytes.of((byte) 2, (byte) 3, (byte) 4))
                .hasSameHashCodeAs(Bytes.hex("020304"));
        assertThat(FIVE.slice(1, 3).slice(1, 1).hex()).isEqualTo("03");
        assertThat(FIVE.from(5)).isSameAs(Bytes.EMPTY);
    }

    @Test
    void what_lies_outside_a_slice_is_out_of_reach() {
        Bytes slice = FIVE.slice(1, 2);
        assertThatThrownBy(() -> slice.at(2)).hasMessage("byte 2 of 2");
        assertThatThrownBy(() -> slice.at(-1)).hasMessage("byte -1 of 2");
        assertThatThrownBy(() -> slice.slice(1, 2)).hasMessage("2 bytes from 1 of 2");
        assertThatThrownBy(() -> slice.slice(-1, 1)).hasMessage("1 bytes from -1 of 2");
        assertThatThrownBy(() -> Bytes.wrap(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_caller_who_keeps_his_array_cannot_change_what_was_copied() {
        byte[] mine = {1, 2};
        Bytes copied = Bytes.of(mine);
        mine[0] = 9;
        assertThat(copied.at(0)).isEqualTo(1);
        assertThat(copied.buffer().isReadOnly()).isTrue();
    }

    @Test
    void a_bit_is_flipped_in_a_copy() {
        Bytes slice = FIVE.slice(1, 3);
        assertThat(slice.flipped(0).hex()).isEqualTo("820304");
        assertThat(slice.flipped(23).hex()).isEqualTo("020305");
        assertThat(slice.hex()).isEqualTo("020304");
        assertThatThrownBy(() -> slice.flipped(24)).hasMessage("byte 3 of 3");
    }

    @Test
    void many_bytes_are_told_by_their_beginning_and_their_number() {
        assertThat(Bytes.zeros(40)).hasToString("00".repeat(32) + "... (40 bytes)");
    }
}
