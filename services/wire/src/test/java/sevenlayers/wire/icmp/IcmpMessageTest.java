package sevenlayers.wire.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;

class IcmpMessageTest {
    private static final Bytes QUOTED = Bytes.hex("45000014" + "00".repeat(24));

    private static Bytes emitted(IcmpMessage message) {
        ByteBuffer out = ByteBuffer.allocate(message.length());
        message.emit(out, 1, 2);
        return Bytes.wrap(out.array());
    }

    static Stream<IcmpMessage> each_kind_is_emitted_and_parsed() {
        return Stream.of(
                new IcmpMessage.EchoRequest(0xfffe, 0xfffd, Bytes.utf8("ping")),
                new IcmpMessage.EchoReply(1, 2, Bytes.EMPTY),
                new IcmpMessage.DestinationUnreachable(IcmpMessage.DestinationUnreachable.PORT, 0, QUOTED),
                new IcmpMessage.DestinationUnreachable(
                        IcmpMessage.DestinationUnreachable.FRAGMENTATION_NEEDED, 1_400, QUOTED),
                new IcmpMessage.TimeExceeded(1, QUOTED),
                new IcmpMessage.ParameterProblem(0, 20, QUOTED),
                new IcmpMessage.Other(5, 1, 0x0a000001, QUOTED),
                // A bit that time exceeded does not use.
                new IcmpMessage.Other(11, 0, 1, QUOTED));
    }

    @ParameterizedTest
    @MethodSource
    void each_kind_is_emitted_and_parsed(IcmpMessage message) {
        assertThat(IcmpMessage.parse(emitted(message))).isEqualTo(message);
    }

    @Test
    void fragmentation_needed_says_the_next_hop_s_mtu_in_the_low_half_of_the_second_word() {
        Bytes bytes = emitted(new IcmpMessage.DestinationUnreachable(4, 1_400, Bytes.EMPTY));
        assertThat(bytes.hex()).isEqualTo("0304" + "f783" + "0000" + "0578");
    }

    @Test
    void an_echo_is_answered_with_its_own_numbers_and_data() {
        IcmpMessage.EchoRequest request = new IcmpMessage.EchoRequest(7, 8, Bytes.utf8("abc"));
        assertThat(request.reply()).isEqualTo(new IcmpMessage.EchoReply(7, 8, Bytes.utf8("abc")));
    }

    @Test
    void a_flipped_bit_is_found() {
        byte[] bytes = emitted(new IcmpMessage.TimeExceeded(0, QUOTED)).toArray();
        bytes[9] ^= 4;
        assertThatThrownBy(() -> IcmpMessage.parse(Bytes.of(bytes))).hasMessage("the ICMP checksum does not fit");
        assertThatThrownBy(() -> IcmpMessage.parse(Bytes.zeros(7)))
                .hasMessage("an ICMP header has 8 bytes, here are 7");
    }

    @Test
    void hostile_bytes_are_known_or_malformed() {
        Hostile.variantsOf(emitted(new IcmpMessage.EchoRequest(1, 2, Bytes.utf8("ping"))), IcmpMessage::parse);
    }
}
