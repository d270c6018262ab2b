package sevenlayers.handshake.tls.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.codec.Field;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;

class RecordTest {
    private static final TlsRecord HELLO = new TlsRecord(ContentType.HANDSHAKE, 0x0301, Bytes.hex("0100000401020304"));

    private static AlertDescription alertOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(what);
        assertThat(thrown).isInstanceOf(TlsFailure.class);
        return ((TlsFailure) thrown).alert();
    }

    @Test
    void a_record_is_taken_from_a_stream_when_all_of_it_is_there() {
        Bytes bytes = HELLO.emit();
        for (int there = 0; there < bytes.length(); there++) {
            assertThat(TlsRecord.first(bytes.slice(0, there))).isEmpty();
        }
        assertThat(TlsRecord.first(bytes)).contains(HELLO);
    }

    @Test
    void its_fields_have_spans_and_meanings() {
        assertThat(HELLO.fields()).extracting(Field::name).containsExactly("type", "legacy_record_version", "fragment");
        assertThat(HELLO.fields().getFirst().meaning()).isEqualTo("handshake");
        assertThat(HELLO.fields().getLast().offset()).isEqualTo(3);
    }

    @Test
    void what_cannot_be_a_record_is_seen_as_soon_as_possible() {
        assertThat(alertOf(() -> TlsRecord.first(Bytes.utf8("GET / HTTP/1.1"))))
                .isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(alertOf(() -> TlsRecord.first(Bytes.hex("1602000005"))))
                .isEqualTo(AlertDescription.PROTOCOL_VERSION);
        assertThat(alertOf(() -> TlsRecord.first(Bytes.hex("160303ffff")))).isEqualTo(AlertDescription.RECORD_OVERFLOW);
    }

    @Test
    void hostile_records_are_understood_or_refused() {
        Hostile.variantsOf(HELLO.emit(), bytes -> {
            try {
                TlsRecord.first(bytes);
            } catch (TlsFailure refused) {
                assertThat(refused.reason()).isNotBlank();
            }
        });
        Hostile.variantsOf(HELLO.emit(), bytes -> TlsRecord.parse(new Reader(bytes, "record")));
    }

    private static Protection of12(BulkCipher cipher) {
        return new Protection12(
                cipher, Bytes.hex("11".repeat(cipher.keyLength())), Bytes.hex("22".repeat(cipher.fixedIvLength12())));
    }

    private static Protection of13(BulkCipher cipher, int padding) {
        return new Protection13(
                cipher, Bytes.hex("11".repeat(cipher.keyLength())), Bytes.hex("22".repeat(BulkCipher.NONCE)), padding);
    }

    @ParameterizedTest
    @EnumSource(BulkCipher.class)
    void what_is_sealed_opens_in_order_and_is_never_sealed_the_same_way_twice(BulkCipher cipher) {
        Plaintext hello = new Plaintext(ContentType.APPLICATION_DATA, Bytes.utf8("hello"));
        Stream.of(new Protection[] {of12(cipher), of12(cipher)}, new Protection[] {of13(cipher, 0), of13(cipher, 9)})
                .forEach(pair -> {
                    TlsRecord first = pair[0].seal(hello);
                    TlsRecord second = pair[0].seal(hello);
                    assertThat(second.fragment()).isNotEqualTo(first.fragment());
                    assertThat(pair[1].open(first)).isEqualTo(hello);
                    assertThat(pair[1].open(second)).isEqualTo(hello);
                    assertThat(pair[1].sequenceNumber()).isEqualTo(2);
                    assertThat(alertOf(() -> pair[1].open(second))).isEqualTo(AlertDescription.BAD_RECORD_MAC);
                });
    }

    @ParameterizedTest
    @EnumSource(BulkCipher.class)
    void one_bit_that_changed_and_the_record_does_not_open(BulkCipher cipher) {
        Random random = new Random(8446);
        TlsRecord sealed12 =
                of12(cipher).seal(new Plaintext(ContentType.APPLICATION_DATA, Bytes.utf8("all of it or nothing")));
        TlsRecord sealed13 =
                of13(cipher, 0).seal(new Plaintext(ContentType.APPLICATION_DATA, Bytes.utf8("all of it or nothing")));
        for (int i = 0; i < 200; i++) {
            assertThat(alertOf(() -> of12(cipher).open(changed(sealed12, random))))
                    .isEqualTo(AlertDescription.BAD_RECORD_MAC);
            assertThat(alertOf(() -> of13(cipher, 0).open(changed(sealed13, random))))
                    .isEqualTo(AlertDescription.BAD_RECORD_MAC);
        }
    }

    private static TlsRecord changed(TlsRecord record, Random random) {
        return new TlsRecord(
                record.contentType(),
                record.legacyVersion(),
                record.fragment().flipped(random.nextInt(8 * record.fragment().length())));
    }

    @Test
    void padding_hides_the_length_and_is_taken_off() {
        Plaintext hello = new Plaintext(ContentType.ALERT, Bytes.of((byte) 1, (byte) 0));
        TlsRecord padded = of13(BulkCipher.AES_128_GCM, 100).seal(hello);

        assertThat(padded.contentType()).isEqualTo(ContentType.APPLICATION_DATA);
        assertThat(padded.fragment().length()).isEqualTo(2 + 1 + 100 + 16);
        assertThat(of13(BulkCipher.AES_128_GCM, 0).open(padded)).isEqualTo(hello);
    }

    @Test
    void records_at_the_limit_open_and_one_byte_more_is_an_overflow() {
        Plaintext full = new Plaintext(ContentType.APPLICATION_DATA, Bytes.zeros(TlsRecord.MAXIMUM_PLAIN));
        Plaintext more = new Plaintext(ContentType.APPLICATION_DATA, Bytes.zeros(TlsRecord.MAXIMUM_PLAIN + 1));

        assertThat(of13(BulkCipher.AES_128_GCM, 0)
                        .open(of13(BulkCipher.AES_128_GCM, 0).seal(full)))
                .isEqualTo(full);
        assertThat(of12(BulkCipher.AES_128_GCM)
                        .open(of12(BulkCipher.AES_128_GCM).seal(full)))
                .isEqualTo(full);
        assertThat(alertOf(() -> of13(BulkCipher.AES_128_GCM, 0)
                        .open(of13(BulkCipher.AES_128_GCM, 0).seal(more))))
                .isEqualTo(AlertDescription.RECORD_OVERFLOW);
        assertThat(alertOf(() -> of12(BulkCipher.AES_128_GCM)
                        .open(of12(BulkCipher.AES_128_GCM).seal(more))))
                .isEqualTo(AlertDescription.RECORD_OVERFLOW);
        assertThat(alertOf(() -> new NoProtection(0x0303)
                        .open(new TlsRecord(ContentType.HANDSHAKE, 0x0303, Bytes.zeros(TlsRecord.MAXIMUM_PLAIN + 1)))))
                .isEqualTo(AlertDescription.RECORD_OVERFLOW);
    }

    @Test
    void a_record_of_zeros_only_has_no_type() {
        Protection sender = of13(BulkCipher.AES_128_GCM, 3);
        TlsRecord zeros = sender.seal(new Plaintext(0, Bytes.EMPTY));

        assertThatThrownBy(() -> of13(BulkCipher.AES_128_GCM, 0).open(zeros))
                .isInstanceOf(TlsFailure.class)
                .hasMessageContaining("nothing but zeros");
    }
}
