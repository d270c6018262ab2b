package sevenlayers.dns.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.dns.message.Records.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.server.Sent;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** The resolver by message. */
class RecursionTest {
    private final Internet internet = new Internet();
    private final Recursion recursion = new Recursion(internet.resolver);

    @BeforeEach
    void example() {
        internet.server(Internet.ROOT).refers("example.", "ns.example. 192.0.2.1");
        internet.server("192.0.2.1")
                .on("www.example. A", r -> r.answer("www.example. 300 A 203.0.113.1"))
                .on("*", r -> r.nxdomain().authority("example. 900 SOA ns.example. root.example. 1 2 3 4 60"));
    }

    private static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
    }

    private Message ask(Message query, Protocol protocol) {
        Sent asking = new Sent(Bytes.wrap(query.toWire()), protocol);
        recursion.handle(asking);
        internet.network.runUntil(() -> !asking.replies().isEmpty());
        assertThat(asking.replies()).hasSize(1);
        Message reply = Internet.message(asking.replies().getFirst());
        assertThat(reply.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(reply.getHeader().getFlag(Flags.AA))
                .as("a resolver is no authority")
                .isFalse();
        assertThat(reply.getHeader().getFlag(Flags.RA)).isTrue();
        return reply;
    }

    private Message ask(Message query) {
        return ask(query, Protocol.UDP);
    }

    private static @Nullable EDNSOption extendedError(Message reply) {
        List<EDNSOption> options = reply.getOPT().getOptions(15);
        return options.isEmpty() ? null : options.getFirst();
    }

    @Test
    void a_question_is_answered_in_the_case_in_which_it_came() {
        Message reply = ask(query("WwW.example.", Type.A));
        assertThat(reply.getQuestion().getName()).hasToString("WwW.example.");
        assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
        assertThat(reply.getOPT()).as("no OPT in the query, none in the reply").isNull();
    }

    @Test
    void a_name_that_does_not_exist_comes_with_the_soa() {
        Message reply = ask(query("no.example.", Type.A));
        assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(reply.getSection(Section.AUTHORITY))
                .extracting(Record::getTTL)
                .containsExactly(60L);
    }

    @Test
    void a_failure_says_why() {
        Internet nowhere = new Internet();
        Message query = query("www.example.", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        Sent asking = new Sent(Bytes.wrap(query.toWire()), Protocol.UDP);
        new Recursion(nowhere.resolver).handle(asking);
        nowhere.network.run();
        Message reply = Internet.message(asking.replies().getFirst());
        assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(extendedError(reply)).as("RFC 8914").isNotNull();
    }

    @Test
    void what_does_not_fit_is_left_out_and_tcp_has_it() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add("many.example. 60 A 203.0.113." + i);
        }
        internet.server("192.0.2.1").on("many.example. A", r -> r.answer(many.toArray(String[]::new)));
        Message reply = ask(query("many.example.", Type.A));
        assertThat(reply.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
        assertThat(ask(query("many.example.", Type.A), Protocol.TCP).getSection(Section.ANSWER))
                .hasSize(60);
        Message large = query("many.example.", Type.A);
        large.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        assertThat(ask(large).getSection(Section.ANSWER))
                .as("1,232 bytes are enough")
                .hasSize(60);
    }

    @Test
    void without_rd_nothing_is_found_out() {
        Message query = query("www.example.", Type.A);
        query.getHeader().unsetFlag(Flags.RD);
        assertThat(ask(query).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(internet.questions()).isEmpty();
    }

    @Test
    void a_later_version_of_edns_is_answered_with_the_one_that_is_spoken() {
        Message query = query("www.example.", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        Message reply = ask(query);
        assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(reply.getOPT().getVersion()).isZero();
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void a_question_for_everything_gets_almost_nothing() {
        Message reply = ask(query("www.example.", Type.ANY));
        assertThat(reply.getSection(Section.ANSWER))
                .singleElement()
                .satisfies(r -> assertThat(r.rdataToString()).contains("RFC8482"));
        assertThat(internet.questions()).isEmpty();
    }

    @Test
    void what_is_no_data_and_other_classes_are_not_looked_for() {
        assertThat(ask(query("www.example.", Type.AXFR)).getRcode()).isEqualTo(Rcode.NOTIMP);
        Message chaos = Message.newQuery(Record.newRecord(name("version.bind"), Type.TXT, DClass.CH));
        assertThat(ask(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void whatever_the_bytes_there_is_one_reply_at_most_and_no_exception() {
        Random random = new Random(4);
        byte[] good = query("www.example.", Type.A).toWire();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            bytes[2] &= 0x7f;
            Sent asking = new Sent(Bytes.wrap(bytes), Protocol.UDP);
            recursion.handle(asking);
            internet.network.run();
            assertThat(asking.replies()).hasSize(1);
        }
    }
}
