package sevenlayers.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;
import sevenlayers.wire.Bytes;

/** Each byte of a message has its meaning. */
class DissectionTest {
    private static final Bytes REPLY = Replies.to(7, "www.example.", Type.A)
            .answer("www.example. 300 CNAME web.example.", "web.example. 60 A 192.0.2.1")
            .authority("example. 900 SOA ns.example. root.example. 1 2 3 4 60")
            .bytes();

    private static String show(Bytes message) {
        StringBuilder text = new StringBuilder();
        for (Span span : Dissection.of(message)) {
            text.append(span.offset())
                    .append('+')
                    .append(span.length())
                    .append(' ')
                    .append(span.part())
                    .append(' ')
                    .append(span.field())
                    .append(": ")
                    .append(span.value())
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void each_field_is_named_and_said() {
        assertThat(show(REPLY)).isEqualTo("""
                0+2 HEADER ID: 7
                2+2 HEADER flags: QR: a reply; opcode QUERY; AA: the server answers for the zone; RCODE NOERROR
                4+2 HEADER QDCOUNT: 1 in the question section
                6+2 HEADER ANCOUNT: 2 in the answer section
                8+2 HEADER NSCOUNT: 1 in the authority section
                10+2 HEADER ARCOUNT: 0 in the additional section
                12+13 QUESTION QNAME: www.example.
                25+2 QUESTION QTYPE: A
                27+2 QUESTION QCLASS: IN
                29+2 ANSWER NAME: www.example. (the end by a pointer to byte 12)
                31+2 ANSWER TYPE: CNAME
                33+2 ANSWER CLASS: IN
                35+4 ANSWER TTL: 300 s
                39+2 ANSWER RDLENGTH: 6 bytes
                41+6 ANSWER RDATA: web.example.
                47+2 ANSWER NAME: web.example. (the end by a pointer to byte 41)
                49+2 ANSWER TYPE: A
                51+2 ANSWER CLASS: IN
                53+4 ANSWER TTL: 60 s
                57+2 ANSWER RDLENGTH: 4 bytes
                59+4 ANSWER RDATA: 192.0.2.1
                63+2 AUTHORITY NAME: example. (the end by a pointer to byte 16)
                65+2 AUTHORITY TYPE: SOA
                67+2 AUTHORITY CLASS: IN
                69+4 AUTHORITY TTL: 900 s
                73+2 AUTHORITY RDLENGTH: 32 bytes
                75+32 AUTHORITY RDATA: ns.example. root.example. 1 2 3 4 60
                """);
    }

    @Test
    void opt_has_fields_of_its_own() {
        assertThat(show(Bytes.hex(
                        "0007 0100 0000 0000 0000 0001 00 0029 04d0 00 00 8000 000b 000f 0007 0016 68656c6c6f")))
                .contains("UDP size: 1232 bytes", "version: EDNS 0", "DO: DNSSEC", "extended error 22: hello");
    }

    @Test
    void whatever_the_bytes_each_belongs_to_one_span() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = REPLY.toArray();
            for (int n = random.nextInt(8); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (i % 5 == 0) {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            List<Span> spans = Dissection.of(Bytes.wrap(bytes));
            int at = 0;
            for (Span span : spans) {
                assertThat(span.offset()).isEqualTo(at);
                assertThat(span.length()).isPositive();
                at += span.length();
            }
            assertThat(at).isEqualTo(bytes.length);
        }
    }
}
