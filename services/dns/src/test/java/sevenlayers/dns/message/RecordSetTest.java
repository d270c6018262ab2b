package sevenlayers.dns.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static sevenlayers.dns.message.Records.record;
import static sevenlayers.dns.message.Records.set;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.wire.Bytes;

class RecordSetTest {
    @Test
    void the_records_of_a_set_live_as_long_as_the_shortest_and_are_there_once() {
        assertThat(set("d. 60 A 192.0.2.1", "d. 30 A 192.0.2.2", "d. 90 A 192.0.2.1"))
                .as("RFC 2181 §5, §5.2")
                .hasToString("d. 30 A [192.0.2.1, 192.0.2.2]")
                .satisfies(set ->
                        assertThat(set.records()).extracting(Record::getTTL).containsOnly(30L));
    }

    @Test
    void a_ttl_with_its_top_bit_set_is_zero() throws Exception {
        byte[] wire = Bytes.hex("01 63 00 0001 0001 80000000 0004 c0000201").toArray();
        assertThat(RecordSet.of(Record.fromWire(wire, Section.ANSWER)).ttl())
                .as("RFC 2181 §8")
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set("c. 1 A 192.0.2.1").withTtl(1L << 31));
    }

    @Test
    void a_section_is_gathered_by_name_and_type_whatever_the_case() {
        List<RecordSet> sets = RecordSet.gather(List.of(
                record("a.example. 60 A 192.0.2.1"),
                record("a.example. 60 MX 10 mail.example."),
                record("A.EXAMPLE. 60 A 192.0.2.2")));
        assertThat(sets).extracting(RecordSet::type).containsExactly(Type.A, Type.MX);
        assertThat(sets.getFirst().records()).hasSize(2);
    }

    @Test
    void data_keeps_its_bytes_and_the_case_of_its_names() {
        assertThat(Bytes.wrap(Rdata.of(record("a. 60 MX 10 Mail.Example."))))
                .isEqualTo(Bytes.hex("000a 04 4d61696c 07 4578616d706c65 00"));
        assertThat(set("a. 60 MX 10 Mail.Example.").withTtl(5)).hasToString("a. 5 MX [10 Mail.Example.]");
    }
}
