package sevenlayers.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.dns.message.Records.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Front;
import sevenlayers.dns.server.Sent;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.tsig.Keys;
import sevenlayers.dns.zone.ZoneTexts;
import sevenlayers.dns.zone.Zones;
import sevenlayers.wire.Bytes;

/** What a server answers of its zones. */
class AuthorityTest {
    static final String EXAMPLE = """
            $TTL 300
            @ 900 SOA ns root 1 3600 600 86400 60
            @ NS ns
            @ NS ns.elsewhere.
            @ MX 10 mail
            ns A 192.0.2.1
            mail A 192.0.2.2
            mail AAAA 2001:db8::2
            www A 192.0.2.3
            www TXT "text"
            alias CNAME www
            far CNAME www.elsewhere.
            loop1 CNAME loop2
            loop2 CNAME loop1
            a.b.c A 192.0.2.4
            *.wild A 192.0.2.5
            *.wild MX 10 mail
            x.ent.wild A 192.0.2.6
            *.cwild CNAME www
            tree DNAME other
            node.other A 192.0.2.7
            under.tree A 192.0.2.66
            sub NS ns.sub
            sub NS ns
            sub DS 1 8 1 0123456789012345678901234567890123456789
            ns.sub A 192.0.2.8
            hidden.sub A 192.0.2.66
            lonely NS ns.elsewhere.
            _sip._udp SRV 1 2 5060 www
            *.sub.wild2 NS ns
            """;

    private final Zones zones = new Zones();
    private final List<String> gone = new ArrayList<>();
    private final Authority authority = new Authority(zones, "test-1", inbound -> {
        gone.add("beyond");
        Front.refuses(Rcode.REFUSED).handle(inbound);
    });

    AuthorityTest() {
        zones.put(ZoneTexts.zone("example.", EXAMPLE));
        zones.withhold(name("held."));
    }

    private Message ask(Message query, Protocol protocol) {
        Sent sent = new Sent(Bytes.wrap(query.toWire()), protocol);
        authority.handle(sent);
        assertThat(sent.replies()).hasSize(1);
        try {
            return new Message(sent.replies().getFirst().toArray());
        } catch (java.io.IOException e) {
            throw new AssertionError(sent.replies().getFirst().toString(), e);
        }
    }

    private Message ask(String name, int type) {
        return ask(query(name, type), Protocol.UDP);
    }

    private static Message query(String name, int type) {
        Message query = Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
        query.getHeader().unsetFlag(Flags.RD);
        return query;
    }

    private static String show(Message reply) {
        return Rcode.string(reply.getRcode())
                + (reply.getHeader().getFlag(Flags.AA) ? " aa" : "")
                + section(reply, Section.ANSWER)
                + section(reply, Section.AUTHORITY)
                + section(reply, Section.ADDITIONAL);
    }

    private static String section(Message reply, int section) {
        return reply.getSection(section).stream()
                .map(r -> r.getName() + " " + r.getTTL() + " " + Type.string(r.getType()) + " " + r.rdataToString())
                .collect(Collectors.joining(", ", " [", "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "www.example. | A | NOERROR aa [www.example. 300 A 192.0.2.3] [] []",
                "example. | MX | NOERROR aa [example. 300 MX 10 mail.example.] [] [mail.example. 300 A 192.0.2.2, mail.example. 300 AAAA 2001:db8:0:0:0:0:0:2]",
                "www.example. | MX | NOERROR aa [] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "no.example. | A | NXDOMAIN aa [] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "b.c.example. | A | NOERROR aa [] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "alias.example. | A | NOERROR aa [alias.example. 300 CNAME www.example., www.example. 300 A 192.0.2.3] [] []",
                "alias.example. | CNAME | NOERROR aa [alias.example. 300 CNAME www.example.] [] []",
                "far.example. | A | NOERROR aa [far.example. 300 CNAME www.elsewhere.] [] []",
                "loop1.example. | A | NOERROR aa [loop1.example. 300 CNAME loop2.example., loop2.example. 300 CNAME loop1.example.] [] []",
                "any.wild.example. | A | NOERROR aa [any.wild.example. 300 A 192.0.2.5] [] []",
                "deep.any.wild.example. | A | NOERROR aa [deep.any.wild.example. 300 A 192.0.2.5] [] []",
                "any.wild.example. | TXT | NOERROR aa [] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "y.ent.wild.example. | A | NXDOMAIN aa [] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "ent.wild.example. | A | NOERROR aa [] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "q.cwild.example. | A | NOERROR aa [q.cwild.example. 300 CNAME www.example., www.example. 300 A 192.0.2.3] [] []",
                "*.wild.example. | A | NOERROR aa [*.wild.example. 300 A 192.0.2.5] [] []",
                "node.tree.example. | A | NOERROR aa [tree.example. 300 DNAME other.example., node.tree.example. 300 CNAME node.other.example., node.other.example. 300 A 192.0.2.7] [] []",
                "under.tree.example. | A | NXDOMAIN aa [tree.example. 300 DNAME other.example., under.tree.example. 300 CNAME under.other.example.] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "tree.example. | DNAME | NOERROR aa [tree.example. 300 DNAME other.example.] [] []",
                "sub.example. | A | NOERROR [] [sub.example. 300 NS ns.sub.example., sub.example. 300 NS ns.example.] [ns.sub.example. 300 A 192.0.2.8, ns.example. 300 A 192.0.2.1]",
                "hidden.sub.example. | A | NOERROR [] [sub.example. 300 NS ns.sub.example., sub.example. 300 NS ns.example.] [ns.sub.example. 300 A 192.0.2.8, ns.example. 300 A 192.0.2.1]",
                "sub.example. | DS | NOERROR aa [sub.example. 300 DS 1 8 1 0123456789012345678901234567890123456789] [] []",
                "lonely.example. | DS | NOERROR aa [] [example. 60 SOA ns.example. root.example. 1 3600 600 86400 60] []",
                "x.lonely.example. | A | NOERROR [] [lonely.example. 300 NS ns.elsewhere.] []",
                "elsewhere. | A | REFUSED [] [] []",
                "www.held. | A | SERVFAIL [] [] []",
                "_sip._udp.example. | SRV | NOERROR aa [_sip._udp.example. 300 SRV 1 2 5060 www.example.] [] [www.example. 300 A 192.0.2.3]",
                "www.example. | ANY | NOERROR aa [www.example. 300 A 192.0.2.3] [] []"
            })
    void questions_and_answers(String name, String type, String expected) {
        assertThat(show(ask(name, Type.value(type)))).isEqualTo(expected);
    }

    @Test
    void a_dname_that_makes_too_long_a_name_says_so() {
        String label = "x".repeat(60);
        zones.put(ZoneTexts.zone(
                "e.", "$TTL 60\n@ SOA n r 1 2 3 4 5\n@ NS n\nt DNAME " + label + "." + label + ".long\n"));
        assertThat(ask(label + "." + label + "." + label + ".t.e.", Type.A).getRcode())
                .as("RFC 6672 §2.2")
                .isEqualTo(Rcode.YXDOMAIN);
    }

    @Test
    void the_question_comes_back_in_its_own_case_and_so_do_names_that_end_like_it() {
        Message reply = ask("wWw.eXample.", Type.A);
        assertThat(reply.getQuestion().getName()).hasToString("wWw.eXample.");
        assertThat(reply.getSection(Section.ANSWER).getFirst().getName()).hasToString("wWw.eXample.");
    }

    @Test
    void what_does_not_fit_is_left_out_whole_and_tcp_has_it() {
        StringBuilder text = new StringBuilder("$TTL 60\n@ SOA n r 1 2 3 4 5\n@ NS n\n");
        for (int i = 0; i < 200; i++) {
            text.append("many A 10.0.0.").append(i).append('\n');
        }
        zones.put(ZoneTexts.zone("e.", text.toString()));
        Message small = ask("many.e.", Type.A);
        assertThat(small.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(small.getSection(Section.ANSWER)).isEmpty();
        Message edns = query("many.e.", Type.A);
        edns.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        Message larger = ask(edns, Protocol.UDP);
        assertThat(larger.getHeader().getFlag(Flags.TC))
                .as("1,232 bytes and no more")
                .isTrue();
        assertThat(larger.getOPT()).as("OPT is kept").isNotNull();
        assertThat(ask(query("many.e.", Type.A), Protocol.TCP).getSection(Section.ANSWER))
                .hasSize(200);
    }

    @Test
    void a_referral_without_room_for_its_glue_is_truncated() {
        StringBuilder text = new StringBuilder("$TTL 60\n@ SOA n r 1 2 3 4 5\n@ NS n\n");
        for (int i = 0; i < 13; i++) {
            text.append("sub NS ns")
                    .append(i)
                    .append(".sub\nns")
                    .append(i)
                    .append(".sub AAAA 2001:db8::")
                    .append(i)
                    .append('\n');
        }
        zones.put(ZoneTexts.zone("e.", text.toString()));
        assertThat(ask("www.sub.e.", Type.A).getHeader().getFlag(Flags.TC))
                .as("RFC 9471 §3.1")
                .isTrue();
    }

    @Test
    void edns_is_answered_as_far_as_it_is_known() {
        Message query = query("www.example.", Type.A);
        query.addRecord(
                new OPTRecord(4096, 0, 0, 0xffff, List.of(new GenericEDNSOption(65001, new byte[] {1, 2}))),
                Section.ADDITIONAL);
        OPTRecord opt = ask(query, Protocol.UDP).getOPT();
        assertThat(opt.getFlags()).as("of all flags DO is known").isEqualTo(0x8000);
        assertThat(opt.getOptions()).as("an unknown option is not echoed").isEmpty();
        assertThat(ask("www.example.", Type.A).getOPT())
                .as("no OPT in the query, none in the reply")
                .isNull();
    }

    @Test
    void a_later_version_of_edns_gets_badvers_and_no_answer() {
        Message query = query("www.example.", Type.A);
        query.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
        Message reply = ask(query, Protocol.UDP);
        assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(reply.getOPT().getVersion()).isZero();
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void two_opts_are_a_format_error() {
        Message query = query("www.example.", Type.A);
        query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        query.addRecord(new OPTRecord(1000, 0, 0), Section.ADDITIONAL);
        Sent sent = new Sent(Bytes.wrap(query.toWire()), Protocol.UDP);
        authority.handle(sent);
        assertThat(MessageHeader.parse(sent.replies().getFirst()).rcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void two_targets_of_one_wildcard_have_an_address_each() {
        zones.put(ZoneTexts.zone(
                "e.", "$TTL 60\n@ SOA n r 1 2 3 4 5\n@ NS n\n@ MX 1 a.w\n@ MX 2 b.w\n*.w A 192.0.2.9\n"));
        assertThat(ask("e.", Type.MX).getSection(Section.ADDITIONAL))
                .extracting(record -> record.getName().toString())
                .containsExactly("a.w.e.", "b.w.e.");
    }

    @Test
    void a_server_says_which_one_it_is_when_asked() {
        Message query = query("www.example.", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(new NSIDOption(new byte[0]))), Section.ADDITIONAL);
        assertThat(ask(query, Protocol.UDP).getOPT().getOptions(3))
                .as("RFC 5001")
                .hasSize(1);
    }

    @Test
    void unknown_types_are_no_data_and_meta_types_are_errors() {
        assertThat(show(ask("www.example.", 65280))).startsWith("NOERROR aa [] [example. 60 SOA");
        assertThat(ask("www.example.", Type.OPT).getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(ask("www.example.", Type.MAILB).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void flags_of_the_query_that_mean_nothing_here_are_not_echoed() {
        Message query = query("www.example.", Type.A);
        query.getHeader().setFlag(Flags.RD);
        query.getHeader().setFlag(Flags.AD);
        query.getHeader().setFlag(Flags.CD);
        byte[] wire = query.toWire();
        wire[3] |= 0x40; // Z
        Sent sent = new Sent(Bytes.wrap(wire), Protocol.UDP);
        authority.handle(sent);
        assertThat(MessageHeader.parse(sent.replies().getFirst()).flags())
                .as("QR, AA, RD")
                .isEqualTo(0x8500);
    }

    @Test
    void whatever_the_bytes_there_is_one_reply_at_most_and_no_exception() {
        Random random = new Random(6);
        List<byte[]> seeds = new ArrayList<>();
        for (String each : List.of("www.example.", "x.wild.example.", "node.tree.example.", "sub.example.")) {
            Message query = query(each, Type.A);
            query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(new NSIDOption(new byte[0]))), Section.ADDITIONAL);
            seeds.add(query.toWire());
        }
        Front front = new Front(
                Access.PRIVATE, Keys.none(), authority, Front.refuses(Rcode.NOTIMP), Front.refuses(Rcode.NOTIMP));
        int answers = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(10) == 0) {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            Sent sent = new Sent(Bytes.wrap(bytes), Protocol.UDP);
            front.handle(sent);
            assertThat(sent.replies()).hasSizeLessThanOrEqualTo(1);
            answers += sent.replies().size();
        }
        assertThat(answers).as("most are answered, be it with an error").isGreaterThan(100_000);
    }
}
