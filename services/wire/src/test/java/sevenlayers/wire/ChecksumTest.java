package sevenlayers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final Bytes EXAMPLE = Bytes.hex("0001 f203 f4f5 f6f7");

    @Test
    void the_example_of_rfc_1071() {
        assertThat(Checksum.folded(EXAMPLE.sum(0))).isEqualTo(0xddf2);
        assertThat(Checksum.of(EXAMPLE)).isEqualTo(0x220d);
    }

    @Test
    void an_odd_last_byte_is_followed_by_a_zero() {
        assertThat(Checksum.of(Bytes.hex("000102"))).isEqualTo(Checksum.of(Bytes.hex("00010200")));
    }

    @Test
    void any_length_at_any_place_sums_up_as_word_by_word() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            Bytes part = Bytes.wrap(bytes).from(from);
            assertThat(Checksum.of(part)).as(part.hex()).isEqualTo(wordByWord(part));
        }
    }

    private static int wordByWord(Bytes bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length(); i += 2) {
            sum += bytes.at(i) << 8 | (i + 1 < bytes.length() ? bytes.at(i + 1) : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    @Test
    void the_example_of_rfc_1624() {
        // §4: the checksum 0xdd2f, of which a word changes from 0x5555 to 0x3285, becomes 0x0000 and not 0xffff.
        assertThat(Checksum.replaced(0xdd2f, 0x5555, 0x3285)).isZero();
    }

    @Test
    void two_words_that_change_places_are_not_noticed() {
        assertThat(Checksum.of(Bytes.hex("f203 0001 f4f5 f6f7"))).isEqualTo(Checksum.of(EXAMPLE));
    }
}
