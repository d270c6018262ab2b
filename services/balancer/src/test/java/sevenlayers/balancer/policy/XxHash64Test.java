package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {
    /** Published: the README of python-xxhash, the tests of ClickHouse, and those of boden (with a seed). */
    @ParameterizedTest
    @CsvSource({
        "'', 0, ef46db3751d8e999",
        "a, 0, d24ec4f1a98c6e5b",
        "abc, 0, 44bc2cf5ad770999",
        "ABC, 0, e66ae7354fcfee98",
        "xxhash, 0, 32dd38952c4bc720",
        "xxhash, 20141025, b559b98d844e0635",
        "Nobody inspects the spammish repetition, 0, fbcea83c8a378bf1",
        "'', 1311768467294899695, a2f5c44d0f46c872",
        "0123, 1311768467294899695, e19fff0227e3b861"
    })
    void hashesAsPublished(String text, long seed, String hash) {
        assertThat(XxHash64.hash(text, seed)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    /** xxHash's own sanity check (xsum_sanity_check.c): bytes of a generator, of lengths on both sides of a stripe. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, ef46db3751d8e999",
        "0, 2654435761, ac75fda2929b17ef",
        "1, 0, e934a84adb052768",
        "1, 2654435761, 5014607643a9b4c3",
        "4, 0, 9136a0dca57457ee",
        "14, 0, 8282dcc4994e35c8",
        "14, 2654435761, c3bd6bf63deb6df0",
        "222, 0, b641ae8cb691c174",
        "222, 2654435761, 20cb8ab7ae10c14a"
    })
    void hashesAsTheSanityCheckOfXxHashDoes(int length, long seed, String hash) {
        byte[] bytes = new byte[length];
        long generator = 2654435761L;
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (generator >>> 56);
            generator *= 0x9E3779B185EBCA8DL;
        }
        assertThat(Long.toHexString(XxHash64.hash(bytes, seed))).isEqualTo(hash);
    }

    @Test
    void aNumberIsItsEightBytes() {
        for (long number : new long[] {0, 1, -1, 0x0123456789ABCDEFL, Long.MIN_VALUE}) {
            byte[] bytes = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array();
            assertThat(XxHash64.hash(number, 7)).isEqualTo(XxHash64.hash(bytes, 7));
        }
    }
}
