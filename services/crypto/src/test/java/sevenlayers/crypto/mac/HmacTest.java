package sevenlayers.crypto.mac;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HmacTest {
    private static final byte[] MESSAGE = "what do ya want for nothing?".getBytes(US_ASCII);

    /** RFC 2202 §3 and RFC 4231 §4.3: the key is "Jefe". */
    @ParameterizedTest
    @CsvSource({
        "HMAC_SHA1, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "HMAC_SHA224, a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44",
        "HMAC_SHA256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "HMAC_SHA384, af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
        "HMAC_SHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd"
                + "caeab1a34d4a6b4b636e070a38bce737"
    })
    void published_tags(Hmac algorithm, String tag) {
        assertThat(algorithm.tag("Jefe".getBytes(US_ASCII), MESSAGE))
                .isEqualTo(HexFormat.of().parseHex(tag));
    }

    @ParameterizedTest
    @EnumSource(Hmac.class)
    void every_flipped_bit_and_every_other_length_fails(Hmac algorithm) {
        MacKey key = new MacKey(algorithm, new byte[algorithm.bytes()]);
        byte[] tag = key.tag(MESSAGE);
        assertThat(key.verify(MESSAGE, tag)).isTrue();
        for (int bit = 0; bit < 8 * tag.length; bit++) {
            byte[] changed = tag.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.verify(MESSAGE, changed)).isFalse();
        }
        for (int length = 0; length < tag.length; length++) {
            assertThat(key.verify(MESSAGE, Arrays.copyOf(tag, length))).isFalse();
        }
        assertThat(key.verify(MESSAGE, Arrays.copyOf(tag, tag.length + 1))).isFalse();
    }

    @Test
    void a_key_is_as_long_as_a_tag() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MacKey(Hmac.HMAC_SHA256, new byte[31]))
                .withMessageContaining("32 bytes");
    }
}
