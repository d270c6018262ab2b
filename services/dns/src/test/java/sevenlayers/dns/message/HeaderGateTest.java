package sevenlayers.dns.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;

class HeaderGateTest {
    /** The root's A, with room for what a header may say. */
    private static final String QUESTION = "00 0001 0001";

    private static Verdict judge(String header, String rest) {
        return HeaderGate.judge(Bytes.hex(header + rest));
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "abcd 0000 0001 0000 0000 0000, 000001 0001, pass, a query",
        "abcd 2000 0001 0000 0000 0000, 000001 0001, pass, NOTIFY",
        "abcd 0040 0001 0000 0000 0000, 000001 0001, pass, Z is set (RFC 8906 §3.1.3)",
        "abcd 0010 0001 0000 0000 0000, 000001 0001, pass, CD is set",
        "abcd 0800 0000 0000 0000 0000, '', abcd 8804 0000 0000 0000 0000, opcode 1",
        "abcd 2900 0001 0000 0000 0000, 000001 0001, abcd a904 0000 0000 0000 0000, UPDATE with RD",
        "abcd 7800 ffff ffff ffff ffff, '', abcd f804 0000 0000 0000 0000, opcode 15 (RFC 8906 §3.1.4)",
        "abcd 0000 0000 0000 0000 0000, '', abcd 8001 0000 0000 0000 0000, no question",
        "abcd 0150 0002 0000 0000 0000, 0000010001 0000010001, abcd 8101 0000 0000 0000 0000, two questions (RFC 9619)",
        "abcd 2000 0000 0000 0000 0000, '', abcd a001 0000 0000 0000 0000, NOTIFY of nothing",
    })
    void the_header_decides(String header, String rest, String expected, String what) {
        String saw = switch (judge(header, rest)) {
            case Verdict.Pass _ -> "pass";
            case Verdict.Refuse refuse -> refuse.bytes().hex();
            case Verdict.Drop _ -> "drop";
        };
        assertThat(saw).as(what).isEqualTo(expected.replace(" ", ""));
    }

    @Test
    void eleven_bytes_are_dropped_and_twelve_are_answered() {
        Bytes twelve = Bytes.hex("abcd 0000 0000 0000 0000 0000");
        assertThat(HeaderGate.judge(twelve)).isInstanceOf(Verdict.Refuse.class);
        assertThat(HeaderGate.judge(twelve.slice(0, 11)).why()).endsWith("here are 11");
        for (int length = 0; length < 12; length++) {
            assertThat(HeaderGate.judge(twelve.slice(0, length))).isInstanceOf(Verdict.Drop.class);
        }
    }

    @Test
    void a_reply_is_never_answered_not_even_one_with_an_opcode_that_nobody_knows() {
        for (int opcode = 0; opcode < 16; opcode++) {
            MessageHeader reply = new MessageHeader(1, MessageHeader.QR | opcode << 11, 1, 0, 0, 0);
            assertThat(HeaderGate.judge(reply.bytes())).isInstanceOf(Verdict.Drop.class);
        }
    }

    @Test
    void no_refusal_is_longer_than_what_it_answers_and_none_is_answered_in_turn() {
        Random random = new Random(8906);
        for (int i = 0; i < 100_000; i++) {
            byte[] message = new byte[random.nextInt(64)];
            random.nextBytes(message);
            if (HeaderGate.judge(Bytes.wrap(message)) instanceof Verdict.Refuse refuse) {
                assertThat(refuse.bytes().length()).isEqualTo(12).isLessThanOrEqualTo(message.length);
                assertThat(HeaderGate.judge(refuse.bytes())).isInstanceOf(Verdict.Drop.class);
            }
        }
    }

    @Test
    void more_records_than_there_is_room_for_are_not_looked_for() {
        assertThat(judge("abcd 0000 0001 0000 0000 ffff", QUESTION)).isInstanceOf(Verdict.Refuse.class);
        String opt = "00 0029 04d0 00000000 0000";
        assertThat(judge("abcd 0000 0001 0000 0000 0001", QUESTION + opt)).isInstanceOf(Verdict.Pass.class);
        assertThat(judge("abcd 0000 0001 0000 0000 0002", QUESTION + opt).why())
                .isEqualTo("RFC 1035 §4.1: a question and 2 records need more than the 16 bytes after the header");
    }

    @Test
    void a_query_brings_no_answers_and_a_notify_may() {
        String soa = "00 0006 0001 00000000 0000";
        assertThat(judge("abcd 0000 0001 0001 0000 0000", QUESTION + soa)).isInstanceOf(Verdict.Refuse.class);
        // RFC 1996 §3.7: the new SOA may stand in the answer section, as a hint.
        assertThat(judge("abcd 2000 0001 0001 0000 0000", QUESTION + soa)).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void an_ixfr_brings_the_soa_that_its_client_has() {
        Name zone = Name.fromConstantString("example.");
        Message ixfr = Message.newQuery(Record.newRecord(zone, Type.IXFR, DClass.IN));
        SOARecord soa = new SOARecord(zone, DClass.IN, 0, zone, zone, 7, 0, 0, 0, 0);
        ixfr.addRecord(soa, Section.AUTHORITY);
        assertThat(HeaderGate.judge(Bytes.wrap(ixfr.toWire()))).isInstanceOf(Verdict.Pass.class);
        ixfr.addRecord(new SOARecord(zone, DClass.IN, 0, zone, zone, 8, 0, 0, 0, 0), Section.AUTHORITY);
        assertThat(HeaderGate.judge(Bytes.wrap(ixfr.toWire()))).isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void it_reads_a_header_as_dnsjava_does_and_writes_what_it_read() throws Exception {
        Random random = new Random(1035);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[12];
            random.nextBytes(bytes);
            MessageHeader ours = MessageHeader.parse(Bytes.of(bytes));
            Header theirs = new Header(bytes);
            assertThat(ours.id()).isEqualTo(theirs.getID());
            assertThat(ours.opcode()).isEqualTo(theirs.getOpcode());
            assertThat(ours.rcode()).isEqualTo(theirs.getRcode());
            assertThat(ours.questions()).isEqualTo(theirs.getCount(Section.QUESTION));
            assertThat(ours.additionals()).isEqualTo(theirs.getCount(Section.ADDITIONAL));
            assertThat(ours.bytes()).isEqualTo(Bytes.of(bytes));
        }
    }

    @Test
    void a_header_has_words_of_sixteen_bits_and_codes_of_four() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageHeader(0x10000, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageHeader(0, 0, 0, 0, 0, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageHeader(0, 0, 0, 0, 0, 0).refusal(16))
                .withMessage("a header has room for response codes 0 to 15, not for 16");
    }

    @Test
    void hostile_bytes_are_judged_and_nothing_escapes() {
        Bytes query = Bytes.hex("abcd 0100 0001 0000 0000 0001" + QUESTION + "00 0029 04d0 00000000 0000");
        Hostile.variantsOf(
                query, message -> assertThat(HeaderGate.judge(message).why()).isNotBlank());
    }
}
