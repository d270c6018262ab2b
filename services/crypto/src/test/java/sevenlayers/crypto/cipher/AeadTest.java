package sevenlayers.crypto.cipher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AeadTest {
    private static final byte[] NONE = {};

    /** The GCM specification's test cases 4 and 16, RFC 8439 §2.8.2, RFC 8452 appendix C.1. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    AES_128_GCM, feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888, \
                    d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39, \
                    feedfacedeadbeeffeedfacedeadbeefabaddad2, \
                    42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47
                    AES_256_GCM, feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888, \
                    d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39, \
                    feedfacedeadbeeffeedfacedeadbeefabaddad2, \
                    522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b
                    CHACHA20_POLY1305, 808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f, 070000004041424344454647, \
                    4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e, \
                    50515253c0c1c2c3c4c5c6c7, \
                    d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691
                    AES_128_GCM_SIV, 01000000000000000000000000000000, 030000000000000000000000, 0100000000000000, '', \
                    b5d839330ac7b786578782fff6013b815b287c22493a364c
                    """)
    void published_vectors_both_ways(
            Aead algorithm, String key, String nonce, String plaintext, String associatedData, String sealed)
            throws BadCiphertextException {
        assertThat(algorithm.seal(hex(key), hex(nonce), hex(plaintext), hex(associatedData)))
                .isEqualTo(hex(sealed));
        assertThat(algorithm.open(hex(key), hex(nonce), hex(sealed), hex(associatedData)))
                .isEqualTo(hex(plaintext));
    }

    @ParameterizedTest
    @EnumSource(Aead.class)
    void every_flipped_bit_and_every_missing_byte_fails_alike(Aead algorithm) {
        byte[] key = new byte[algorithm.keyBytes()];
        byte[] nonce = new byte[Aead.NONCE_BYTES];
        byte[] sealed = algorithm.seal(key, nonce, bytes("attack at dawn"), bytes("to: all"));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFails(algorithm, key, nonce, changed, bytes("to: all"));
        }
        for (int length = 0; length < sealed.length; length++) {
            assertFails(algorithm, key, nonce, Arrays.copyOf(sealed, length), bytes("to: all"));
        }
        assertFails(algorithm, key, nonce, sealed, bytes("to: me"));
        byte[] other = key.clone();
        other[0] = 1;
        assertFails(algorithm, other, nonce, sealed, bytes("to: all"));
    }

    @ParameterizedTest
    @EnumSource(Aead.class)
    void a_key_or_nonce_of_another_length_is_refused(Aead algorithm) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> algorithm.seal(new byte[15], new byte[12], NONE, NONE))
                .withMessageContaining("a key of " + algorithm.keyBytes() + " bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> algorithm.seal(new byte[algorithm.keyBytes()], new byte[8], NONE, NONE));
    }

    /** What an eavesdropper has who knows neither key nor message: the XOR of the messages, where the cipher is a key stream. */
    @ParameterizedTest
    @CsvSource({"AES_256_GCM, true", "CHACHA20_POLY1305, true", "AES_256_GCM_SIV, false"})
    void a_nonce_that_comes_twice_gives_the_messages_away_unless_it_is_misuse_resistant(
            Aead algorithm, boolean broken) {
        byte[] key = new byte[algorithm.keyBytes()];
        byte[] nonce = new byte[Aead.NONCE_BYTES];
        byte[] first = bytes("pay 100 to alice");
        byte[] second = bytes("pay 999 to mallo");
        byte[] seen =
                xor(algorithm.seal(key, nonce, first, NONE), algorithm.seal(key, nonce, second, NONE), first.length);
        assertThat(Arrays.equals(seen, xor(first, second, first.length))).isEqualTo(broken);
    }

    @Test
    void an_empty_message_is_a_tag_alone() throws BadCiphertextException {
        byte[] sealed = Aead.AES_128_GCM.seal(new byte[16], new byte[12], NONE, NONE);
        // The GCM specification's test case 1.
        assertThat(sealed).isEqualTo(hex("58e2fccefa7e3061367f1d57a4e7455a"));
        assertThat(Aead.AES_128_GCM.open(new byte[16], new byte[12], sealed, NONE))
                .isEmpty();
    }

    private static void assertFails(Aead algorithm, byte[] key, byte[] nonce, byte[] sealed, byte[] associatedData) {
        assertThatThrownBy(() -> algorithm.open(key, nonce, sealed, associatedData))
                .isExactlyInstanceOf(BadCiphertextException.class)
                .hasMessage(new BadCiphertextException().getMessage())
                .hasNoCause();
    }

    private static byte[] xor(byte[] a, byte[] b, int length) {
        byte[] result = new byte[length];
        for (int i = 0; i < length; i++) {
            result[i] = (byte) (a[i] ^ b[i]);
        }
        return result;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
