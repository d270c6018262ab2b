package sevenlayers.crypto.cipher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealerTest {
    private static final byte[] MESSAGE = "attack at dawn".getBytes(US_ASCII);
    private static final byte[] CONTEXT = "to: all".getBytes(US_ASCII);

    private final RandomGenerator random = new Random(7);

    @ParameterizedTest
    @EnumSource(Aead.class)
    void what_it_seals_it_opens(Aead algorithm) throws Exception {
        Sealer sealer = sealer(algorithm, 3);
        byte[] ciphertext = sealer.seal(MESSAGE, CONTEXT);
        assertThat(ciphertext).hasSize(MESSAGE.length + Envelope.OVERHEAD_BYTES);
        assertThat(sealer.open(ciphertext, CONTEXT)).isEqualTo(MESSAGE);
    }

    @Test
    void the_same_message_twice_is_two_ciphertexts() throws Exception {
        Sealer sealer = sealer(Aead.AES_256_GCM, 1);
        assertThat(sealer.seal(MESSAGE, CONTEXT)).isNotEqualTo(sealer.seal(MESSAGE, CONTEXT));
    }

    @Test
    void no_bit_of_a_ciphertext_can_be_changed_and_none_of_its_bytes_left_out() throws Exception {
        Sealer sealer = sealer(Aead.AES_256_GCM, 1);
        byte[] ciphertext = sealer.seal(MESSAGE, CONTEXT);
        for (int bit = 0; bit < 8 * ciphertext.length; bit++) {
            byte[] changed = ciphertext.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFails(sealer, changed);
        }
        for (int length = 0; length < ciphertext.length; length++) {
            assertFails(sealer, Arrays.copyOf(ciphertext, length));
        }
    }

    @Test
    void another_version_does_not_open_it_even_with_the_same_key() throws Exception {
        assertFails(sealer(Aead.AES_256_GCM, 2), sealer(Aead.AES_256_GCM, 1).seal(MESSAGE, CONTEXT));
    }

    @Test
    void a_message_has_64_KiB_at_most() throws Exception {
        Sealer sealer = sealer(Aead.CHACHA20_POLY1305, 1);
        byte[] most = new byte[Sealer.MOST_PLAINTEXT_BYTES];
        assertThat(sealer.open(sealer.seal(most, CONTEXT), CONTEXT)).isEqualTo(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealer.seal(new byte[Sealer.MOST_PLAINTEXT_BYTES + 1], CONTEXT))
                .withMessageContaining("allowed: 65536");
    }

    @Test
    void the_last_of_2_to_the_32_messages_is_sealed_and_none_after_it_while_all_still_open() throws Exception {
        Sealer sealer = new Sealer(Aead.AES_256_GCM, 1, new byte[32], random, Sealer.MOST_MESSAGES - 1);
        byte[] last = sealer.seal(MESSAGE, CONTEXT);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sealer.seal(MESSAGE, CONTEXT))
                    .isInstanceOf(KeyExhaustedException.class)
                    .hasMessageContaining("rotate");
        }
        assertThat(sealer.messages()).isEqualTo(1L << 32);
        assertThat(sealer.open(last, CONTEXT)).isEqualTo(MESSAGE);
    }

    @Test
    void a_message_that_is_too_long_is_not_counted() throws Exception {
        Sealer sealer = sealer(Aead.AES_256_GCM, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealer.seal(new byte[Sealer.MOST_PLAINTEXT_BYTES + 1], CONTEXT));
        assertThat(sealer.messages()).isZero();
    }

    private Sealer sealer(Aead algorithm, int version) {
        return new Sealer(algorithm, version, new byte[algorithm.keyBytes()], random);
    }

    private static void assertFails(Sealer sealer, byte[] ciphertext) {
        assertThatThrownBy(() -> sealer.open(ciphertext, CONTEXT))
                .isExactlyInstanceOf(BadCiphertextException.class)
                .hasMessage(new BadCiphertextException().getMessage())
                .hasNoCause();
    }
}
