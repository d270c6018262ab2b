package sevenlayers.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSealerTest {
    private static final int SEGMENT = StreamSealer.SEGMENT_BYTES;
    private static final int SEALED = SEGMENT + Aead.TAG_BYTES;
    private static final int HEADER = StreamSealer.HEADER_BYTES;
    private static final byte[] FILE = {1, 2, 3};

    private final Random cuts = new Random(15);
    private final Sealer sealer = sealer(Aead.AES_128_GCM);

    private static Sealer sealer(Aead aead) {
        byte[] key = new byte[aead.keyBytes()];
        Arrays.fill(key, (byte) 7);
        return new Sealer(aead, 3, key, new SecureRandom());
    }

    private static byte[] message(int length) {
        byte[] message = new byte[length];
        new Random(length).nextBytes(message);
        return message;
    }

    private byte[] through(StreamSealer segments, byte[] bytes, int from) throws BadCiphertextException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = from;
        while (at < bytes.length) {
            int piece = Math.min(bytes.length - at, 1 + cuts.nextInt(cuts.nextBoolean() ? 100 : 200_000));
            out.writeBytes(segments.take(Arrays.copyOfRange(bytes, at, at + piece)));
            at += piece;
        }
        out.writeBytes(segments.end());
        return out.toByteArray();
    }

    private byte[] seal(Sealer with, byte[] message) throws BadCiphertextException {
        Sealer.Begun begun = with.sealStream(FILE);
        byte[] segments = through(begun.segments(), message, 0);
        byte[] all = Arrays.copyOf(begun.header(), HEADER + segments.length);
        System.arraycopy(segments, 0, all, HEADER, segments.length);
        return all;
    }

    private byte[] open(Sealer with, byte[] sealed, byte[] associated) throws BadCiphertextException {
        return through(
                with.openStream(Arrays.copyOf(sealed, Math.min(sealed.length, HEADER)), associated), sealed, HEADER);
    }

    private void bad(byte[] sealed) {
        assertThatThrownBy(() -> open(sealer, sealed, FILE)).isInstanceOf(BadCiphertextException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 5 * SEGMENT + 77})
    void what_goes_in_comes_out_however_it_is_cut(int length) throws BadCiphertextException {
        byte[] message = message(length);
        byte[] sealed = seal(sealer, message);
        int segments = Math.max(1, (length + SEGMENT - 1) / SEGMENT);
        assertThat(sealed).hasSize(HEADER + length + segments * Aead.TAG_BYTES);
        assertThat(open(sealer, sealed, FILE)).isEqualTo(message);
        assertThat(StreamSealer.versionOf(Arrays.copyOf(sealed, HEADER))).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Aead.class)
    void every_algorithm_does_it(Aead aead) throws BadCiphertextException {
        byte[] message = message(SEGMENT + 1000);
        assertThat(open(sealer(aead), seal(sealer(aead), message), FILE)).isEqualTo(message);
    }

    @Test
    void a_stream_that_was_cut_moved_or_lengthened_does_not_open() throws BadCiphertextException {
        byte[] sealed = seal(sealer, message(3 * SEGMENT + 10));
        bad(Arrays.copyOf(sealed, sealed.length - 1));
        bad(Arrays.copyOf(sealed, HEADER + 3 * SEALED)); // the last segment is missing
        bad(Arrays.copyOf(sealed, HEADER + SEALED));
        bad(Arrays.copyOf(sealed, HEADER));
        bad(Arrays.copyOf(sealed, 5));
        bad(Arrays.copyOf(sealed, sealed.length + 1));
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, HEADER, swapped, HEADER + SEALED, SEALED);
        System.arraycopy(sealed, HEADER + SEALED, swapped, HEADER, SEALED);
        bad(swapped);
        byte[] without = Arrays.copyOf(sealed, sealed.length - SEALED);
        System.arraycopy(sealed, HEADER + 2 * SEALED, without, HEADER + SEALED, sealed.length - HEADER - 2 * SEALED);
        bad(without);
        assertThatThrownBy(() -> open(sealer, sealed, new byte[0])).isInstanceOf(BadCiphertextException.class);
    }

    @Test
    void no_bit_can_be_changed() throws BadCiphertextException {
        byte[] sealed = seal(sealer, message(100));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            bad(changed);
        }
    }

    @Test
    void two_of_one_message_have_nothing_in_common() throws BadCiphertextException {
        byte[] one = seal(sealer, message(100));
        byte[] other = seal(sealer, message(100));
        assertThat(Arrays.copyOfRange(one, 6, HEADER)).isNotEqualTo(Arrays.copyOfRange(other, 6, HEADER));
        assertThat(Arrays.copyOfRange(one, HEADER, one.length))
                .isNotEqualTo(Arrays.copyOfRange(other, HEADER, other.length));
    }
}
