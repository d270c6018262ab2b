package sevenlayers.wire.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Checksum;
import sevenlayers.wire.Hostile;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.ipv4.Ipv4Address;

class TcpSegmentTest {
    private static final int CLIENT = Ipv4Address.parse("192.0.2.1");
    private static final int SERVER = Ipv4Address.parse("192.0.2.2");

    private static Bytes emitted(TcpSegment segment) {
        ByteBuffer out = ByteBuffer.allocate(segment.length());
        segment.emit(out, CLIENT, SERVER);
        assertThat(out.hasRemaining()).isFalse();
        return Bytes.wrap(out.array());
    }

    @Test
    void the_fields_stand_where_the_figure_of_rfc_9293_has_them() {
        TcpSegment segment = new TcpSegment(
                0x1234,
                0x5678,
                0x9abcdef0,
                0x01020304,
                TcpFlags.AE | TcpFlags.URG | TcpFlags.ACK | TcpFlags.SYN,
                0xfedc,
                0x0a0b,
                TcpOptions.of(new TcpOption.MaximumSegmentSize(1460)),
                Bytes.utf8("hi"));
        String checksum = emitted(segment).slice(16, 2).hex();
        assertThat(emitted(segment).hex())
                .isEqualTo("1234" + "5678" + "9abcdef0" + "01020304" + "6132" + "fedc" + checksum + "0a0b" + "020405b4"
                        + "6869");
    }

    @Test
    void the_checksum_covers_the_pseudo_header() {
        Bytes bytes = emitted(segment(TcpFlags.ACK, TcpOptions.NONE, Bytes.utf8("odd")));
        // Both addresses, a zero, the protocol and the length, as RFC 9293 §3.1 draws them.
        Bytes covered = Bytes.hex("c0000201 c0000202 0006 0017" + bytes.hex());
        assertThat(Checksum.of(covered)).isZero();
        assertThatThrownBy(() -> TcpSegment.parse(bytes, CLIENT, SERVER + 1))
                .hasMessage("the TCP checksum does not fit");
    }

    private static TcpSegment segment(int flags, TcpOptions options, Bytes payload) {
        return new TcpSegment(40_000, 80, 100, 300, flags, 4_096, 0, options, payload);
    }

    @Test
    void options_stand_in_their_order_and_are_filled_up_to_a_word() {
        TcpOptions options = TcpOptions.of(
                new TcpOption.MaximumSegmentSize(1460),
                new TcpOption.SackPermitted(),
                new TcpOption.Timestamps(7, 8),
                new TcpOption.NoOperation(),
                new TcpOption.WindowScale(7));
        assertThat(emitted(segment(TcpFlags.SYN, options, Bytes.EMPTY)).from(20).hex())
                .isEqualTo("020405b4" + "0402" + "080a0000000700000008" + "01" + "030307");
        assertThat(options.maximumSegmentSize()).isEqualTo(1460);
        assertThat(options.windowScale()).isEqualTo(7);
        assertThat(options.sackPermitted()).isTrue();
        assertThat(options.hasTimestamps()).isTrue();
        assertThat(options.timestampValue()).isEqualTo(7);
        assertThat(options.timestampEchoReply()).isEqualTo(8);

        TcpOptions three = TcpOptions.of(new TcpOption.WindowScale(2));
        assertThat(emitted(segment(TcpFlags.SYN, three, Bytes.EMPTY)).from(20).hex())
                .isEqualTo("03030200");
        assertThat(TcpOptions.NONE.maximumSegmentSize()).isEqualTo(-1);
        assertThat(TcpOptions.NONE.windowScale()).isEqualTo(-1);
    }

    @Test
    void what_is_emitted_is_what_is_parsed() {
        Random random = new Random(793);
        for (int i = 0; i < 20_000; i++) {
            TcpSegment segment = new TcpSegment(
                    random.nextInt(1 << 16),
                    random.nextInt(1 << 16),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextInt(1 << 12),
                    random.nextInt(1 << 16),
                    random.nextInt(1 << 16),
                    randomOptions(random),
                    randomBytes(random, random.nextInt(100)));
            TcpSegment parsed = TcpSegment.parse(emitted(segment), CLIENT, SERVER);
            assertThat(withoutEnd(parsed)).isEqualTo(withoutEnd(segment));
            assertThat(emitted(parsed)).isEqualTo(emitted(segment));
        }
    }

    // Padding reads as an end of options.
    private static TcpSegment withoutEnd(TcpSegment segment) {
        List<TcpOption> kept = new ArrayList<>(segment.options().inOrder());
        kept.removeIf(TcpOption.EndOfOptions.class::isInstance);
        return new TcpSegment(
                segment.sourcePort(),
                segment.destinationPort(),
                segment.sequenceNumber(),
                segment.acknowledgmentNumber(),
                segment.flags(),
                segment.window(),
                segment.urgentPointer(),
                TcpOptions.of(kept),
                segment.payload());
    }

    private static TcpOptions randomOptions(Random random) {
        List<TcpOption> all = new ArrayList<>(List.of(
                new TcpOption.NoOperation(),
                new TcpOption.MaximumSegmentSize(random.nextInt(1 << 16)),
                new TcpOption.WindowScale(random.nextInt(256)),
                new TcpOption.SackPermitted(),
                new TcpOption.Sack(
                        Collections.nCopies(random.nextInt(4), new SackBlock(random.nextInt(), random.nextInt()))),
                new TcpOption.Timestamps(random.nextInt(), random.nextInt()),
                new TcpOption.UserTimeout(random.nextBoolean(), random.nextInt(1 << 15)),
                new TcpOption.FastOpen(randomBytes(random, 4 + 2 * random.nextInt(7))),
                new TcpOption.Unknown(253, randomBytes(random, random.nextInt(10))),
                new TcpOption.Unknown(2, randomBytes(random, 3))));
        Collections.shuffle(all, random);
        List<TcpOption> some = new ArrayList<>();
        int room = random.nextInt(41);
        for (TcpOption option : all) {
            if (option.length() <= room) {
                some.add(option);
                room -= option.length();
            }
        }
        return TcpOptions.of(some);
    }

    private static Bytes randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0204          | option 2 at byte 0 of the options has length 4; allowed: 2 to 2
            01010300      | option 3 at byte 2 of the options has length 0; allowed: 2 to 2
            01010801      | option 8 at byte 2 of the options has length 1; allowed: 2 to 2
            010108        | option 8 at byte 2 of the options has length 0; allowed: 2 to 1
            """)
    void an_option_with_an_illegal_length_is_malformed(String options, String message) {
        assertThatThrownBy(() -> TcpOptions.parse(Bytes.hex(options)))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage(message);
    }

    @Test
    void an_option_whose_length_is_not_that_of_its_kind_is_kept_as_it_is() {
        assertThat(TcpOptions.parse(Bytes.hex("0205010203 0303 07")).inOrder())
                .containsExactly(new TcpOption.Unknown(2, Bytes.hex("010203")), new TcpOption.WindowScale(7));
        assertThat(TcpOptions.parse(Bytes.hex("050801020304 0506")).inOrder())
                .containsExactly(new TcpOption.Unknown(5, Bytes.hex("010203040506")));
    }

    @Test
    void a_header_may_be_broken_on_purpose() {
        TcpOptions broken = TcpOptions.of(new TcpOption.Raw(Bytes.hex("0200")), new TcpOption.WindowScale(7));
        Bytes bytes = emitted(segment(TcpFlags.SYN, broken, Bytes.EMPTY));
        assertThat(bytes.from(20).hex()).isEqualTo("0200" + "030307" + "000000");
        assertThatThrownBy(() -> TcpSegment.parse(bytes, CLIENT, SERVER))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage("option 2 at byte 0 of the options has length 0; allowed: 2 to 8");
    }

    @Test
    void more_options_than_a_header_has_room_for_are_refused() {
        TcpOption[] ten =
                Collections.nCopies(11, new TcpOption.MaximumSegmentSize(1)).toArray(TcpOption[]::new);
        assertThatThrownBy(() -> TcpOptions.of(ten)).hasMessage("the options take 44 bytes; a header has room for 40");
    }

    @Test
    void a_syn_and_a_fin_take_a_number_each() {
        Bytes three = Bytes.zeros(3);
        assertThat(segment(TcpFlags.SYN | TcpFlags.FIN, TcpOptions.NONE, three).sequenceLength())
                .isEqualTo(5);
        assertThat(segment(TcpFlags.FIN | TcpFlags.ACK, TcpOptions.NONE, three).endSequenceNumber())
                .isEqualTo(104);
        assertThat(segment(TcpFlags.ACK, TcpOptions.NONE, three).sequenceLength())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"S., 18", "S, 2", "., 16", "F., 17", "R, 4", "P., 24", "SE, 66", "SFRPUEWA., 511"})
    void flags_have_letters(String text, int flags) {
        assertThat(TcpFlags.text(flags)).isEqualTo(text);
        assertThat(TcpFlags.parse(text)).isEqualTo(flags);
    }

    @Test
    void an_unknown_letter_is_no_flag() {
        assertThat(TcpFlags.parse("SX")).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 0", "2147483647, -2147483648", "-2147483648, -1", "4294967295, 3"})
    void numbers_wrap(long before, long after) {
        int a = (int) before;
        int b = (int) after;
        assertThat(SequenceNumbers.less(a, b)).isTrue();
        assertThat(SequenceNumbers.less(b, a)).isFalse();
        assertThat(SequenceNumbers.greater(b, a)).isTrue();
        assertThat(SequenceNumbers.lessOrEqual(a, a)).isTrue();
        assertThat(SequenceNumbers.less(a, a)).isFalse();
        assertThat(SequenceNumbers.greaterOrEqual(a, a)).isTrue();
        assertThat(SequenceNumbers.max(a, b)).isEqualTo(b);
        assertThat(SequenceNumbers.min(a, b)).isEqualTo(a);
    }

    @Test
    void a_window_may_lie_across_the_end_of_the_numbers() {
        assertThat(SequenceNumbers.within(-1, -2, 4)).isTrue();
        assertThat(SequenceNumbers.within(1, -2, 4)).isTrue();
        assertThat(SequenceNumbers.within(2, -2, 4)).isFalse();
        assertThat(SequenceNumbers.within(-3, -2, 4)).isFalse();
        assertThat(SequenceNumbers.within(-2, -2, 0)).isFalse();
    }

    @Test
    void hostile_bytes_are_known_or_malformed() {
        Bytes right = emitted(segment(
                TcpFlags.ACK,
                TcpOptions.of(
                        new TcpOption.Timestamps(1, 2),
                        new TcpOption.Sack(List.of(new SackBlock(1, 2), new SackBlock(3, 4)))),
                Bytes.utf8("some data")));
        Hostile.variantsOf(right, bytes -> TcpSegment.parse(bytes, CLIENT, SERVER));
        Hostile.variantsOf(right.slice(20, 28), TcpOptions::parse);
    }
}
