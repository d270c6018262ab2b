package sevenlayers.dns.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static sevenlayers.dns.message.Records.name;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Rank;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.message.Replies;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Hostile;

class ClassifierTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.53", 53);
    private static final InetSocketAddress FORGER = new InetSocketAddress("203.0.113.66", 53);
    private static final String SOA = "example. 900 SOA ns.example. root.example. 1 7200 3600 86400 600";
    private static final Asked ASKED = asked("www.example", Type.A, Protocol.UDP);

    private static Asked asked(String name, int type, Protocol protocol) {
        return new Asked(
                SERVER, protocol, 7, name(name), name(name), type, name("example"), true, Asked.Authority.SERVER);
    }

    private static Judgement judge(Asked asked, Replies reply) {
        return Classifier.judge(asked, reply.bytes(), SERVER);
    }

    private static Replies www() {
        return Replies.to(7, "www.example", Type.A);
    }

    private static String kept(Judgement judgement) {
        return judgement.kept().stream()
                .map(k -> k.rank() + " " + k.set())
                .toList()
                .toString();
    }

    @Test
    void an_answer_is_authoritative_and_brings_the_servers_of_its_zone() {
        Judgement judged = judge(
                ASKED,
                www().answer("www.example. 60 A 192.0.2.1")
                        .authority("example. 600 NS ns.example.")
                        .additional("ns.example. 600 A 192.0.2.53"));
        assertThat(judged.reply()).isInstanceOf(Reply.Answer.class);
        assertThat(judged.kept())
                .extracting(Judgement.Kept::rank)
                .containsExactly(Rank.AUTHORITATIVE, Rank.AUTHORITY, Rank.ADDITIONAL);
        assertThat(judged.scrubbed()).isEmpty();
    }

    @Test
    void what_does_not_fit_is_not_the_reply() {
        Replies right = www().answer("www.example. 60 A 192.0.2.1");
        assertThat(Classifier.judge(ASKED, right.bytes(), FORGER).reply().why().text())
                .isEqualTo("it comes from 203.0.113.66 port 53, asked was 192.0.2.53 port 53");
        List<Replies> wrong = List.of(
                Replies.to(8, "www.example", Type.A),
                Replies.to(7, "www.example", Type.AAAA),
                Replies.to(7, "ftp.example", Type.A),
                www().without(Flags.QR));
        for (Replies reply : wrong) {
            assertThat(judge(ASKED, reply).reply()).isInstanceOf(Reply.Foreign.class);
            assertThat(judge(asked("www.example", Type.A, Protocol.TCP), reply).reply())
                    .as("nobody else speaks on a connection")
                    .isInstanceOf(Reply.Malformed.class);
        }
        assertThat(Classifier.judge(ASKED, Bytes.hex("0007 8400 0002 0000 0000 0000"), SERVER)
                        .reply())
                .isInstanceOf(Reply.Foreign.class);
    }

    @Test
    void a_name_that_comes_back_in_another_case_is_asked_over_tcp() {
        Asked mixed = asked("wWw.eXample", Type.A, Protocol.UDP);
        assertThat(judge(mixed, Replies.to(7, "wWw.eXample", Type.A)).reply()).isInstanceOf(Reply.NoData.class);
        assertThat(judge(mixed, www()).reply()).isInstanceOf(Reply.CaseLost.class);
        assertThat(judge(asked("wWw.eXample", Type.A, Protocol.TCP), www()).reply())
                .isInstanceOf(Reply.NoData.class);
    }

    @Test
    void tc_means_tcp_and_what_follows_is_not_read() {
        Bytes cut = www().with(Flags.TC).answer("www.example. 60 A 192.0.2.1").bytes();
        assertThat(Classifier.judge(ASKED, cut.slice(0, cut.length() - 3), SERVER)
                        .reply())
                .isInstanceOf(Reply.Truncated.class);
        assertThat(Classifier.judge(asked("www.example", Type.A, Protocol.TCP), cut, SERVER)
                        .reply())
                .isInstanceOf(Reply.Malformed.class);
    }

    @Test
    void a_server_that_does_not_know_edns_says_so_with_or_without_the_question() {
        assertThat(judge(ASKED, www().rcode(Rcode.FORMERR)).reply()).isInstanceOf(Reply.Unsupported.class);
        assertThat(Classifier.judge(ASKED, Bytes.hex("0007 8001 0000 0000 0000 0000"), SERVER)
                        .reply())
                .isInstanceOf(Reply.Unsupported.class);
        Asked plain = new Asked(
                SERVER,
                Protocol.UDP,
                7,
                name("www.example"),
                name("www.example"),
                Type.A,
                Name.root,
                false,
                Asked.Authority.SERVER);
        assertThat(judge(plain, www().rcode(Rcode.FORMERR)).reply()).isInstanceOf(Reply.Lame.class);
    }

    @Test
    void a_referral_leads_down_and_its_glue_lies_in_the_zone_of_the_sender() {
        Asked deep = asked("a.b.sub.example", Type.A, Protocol.UDP);
        Replies referral = Replies.to(7, "a.b.sub.example", Type.A)
                .referral("sub.example.", "ns.sub.example. 192.0.2.7 2001:db8::7", "ns.test. 203.0.113.66");
        Judgement judged = judge(deep, referral);
        assertThat(judged.reply())
                .isInstanceOfSatisfying(
                        Reply.Referral.class,
                        found -> assertThat(found.glue())
                                .extracting(RecordSet::type)
                                .containsExactly(Type.A, Type.AAAA));
        assertThat(judged.scrubbed())
                .hasSize(1)
                .allSatisfy(gone ->
                        assertThat(gone.why()).hasToString("RFC 5452 §6: a server of example. has no say in ns.test."));
    }

    @Test
    void a_referral_that_leads_up_or_sideways_or_nowhere_is_lame() {
        for (String zone : List.of(".", "example.", "other.example.", "test.")) {
            assertThat(judge(ASKED, www().referral(zone, "ns.test. 192.0.2.66")))
                    .satisfies(judged -> {
                        assertThat(judged.reply()).isInstanceOf(Reply.Lame.class);
                        assertThat(judged.kept()).isEmpty();
                    });
        }
        assertThat(judge(ASKED, www().without(Flags.AA)).reply().why().text())
                .isEqualTo("it neither answers nor refers");
        assertThat(judge(ASKED, www().rcode(Rcode.REFUSED)).reply()).isInstanceOf(Reply.Lame.class);
        assertThat(judge(ASKED, www().without(Flags.AA).with(Flags.RA).answer("www.example. 60 A 192.0.2.1"))
                        .reply())
                .as("a resolver, which repeats what it heard")
                .isInstanceOf(Reply.Lame.class);
    }

    @Test
    void a_server_that_forgets_aa_is_believed_but_ranks_lower() {
        Judgement judged = judge(ASKED, www().without(Flags.AA).answer("www.example. 60 A 192.0.2.1"));
        assertThat(kept(judged)).isEqualTo("[ANSWER www.example. 60 A [192.0.2.1]]");
    }

    @Test
    void a_resolver_that_we_forward_to_answers_without_aa() {
        Asked forward = new Asked(
                SERVER,
                Protocol.UDP,
                7,
                name("www.example"),
                name("www.example"),
                Type.A,
                Name.root,
                true,
                Asked.Authority.FORWARDER);
        Judgement judged = judge(forward, www().without(Flags.AA).answer("www.example. 60 A 192.0.2.1"));
        assertThat(kept(judged)).isEqualTo("[ANSWER www.example. 60 A [192.0.2.1]]");
    }

    @Test
    void an_alias_is_followed_within_the_zone_and_no_further() {
        Judgement inside =
                judge(ASKED, www().answer("www.example. 60 CNAME web.example.", "web.example. 60 A 192.0.2.1"));
        assertThat(inside.reply()).isInstanceOf(Reply.Answer.class);
        assertThat(kept(inside))
                .isEqualTo(
                        "[AUTHORITATIVE www.example. 60 CNAME [web.example.], ANSWER web.example. 60 A [192.0.2.1]]");
        Judgement outside =
                judge(ASKED, www().answer("www.example. 60 CNAME bank.test.", "bank.test. 60 A 203.0.113.66"));
        assertThat(outside.reply())
                .isInstanceOfSatisfying(
                        Reply.Alias.class, alias -> assertThat(alias.target()).isEqualTo(name("bank.test")));
        assertThat(outside.scrubbed()).hasSize(1);
    }

    @Test
    void records_that_nobody_asked_for_are_not_kept() {
        Judgement judged = judge(
                ASKED,
                www().answer("www.example. 60 A 192.0.2.1", "ftp.example. 60 A 203.0.113.66")
                        .authority("bank.test. 60 NS ns.example.", "ftp.example. 60 NS ns.example.")
                        .additional("mail.example. 60 A 203.0.113.66"));
        assertThat(kept(judged)).isEqualTo("[AUTHORITATIVE www.example. 60 A [192.0.2.1]]");
        assertThat(judged.scrubbed()).hasSize(4);
    }

    @Test
    void a_dname_makes_a_cname_whatever_the_server_made_of_it() {
        Judgement judged = judge(
                asked("a.old.example", Type.A, Protocol.UDP),
                Replies.to(7, "a.old.example", Type.A)
                        .answer("old.example. 60 DNAME new.example.", "a.old.example. 0 CNAME forged.example.")
                        .answer("a.new.example. 60 A 192.0.2.1"));
        assertThat(judged.reply())
                .isInstanceOfSatisfying(
                        Reply.Answer.class,
                        answer -> assertThat(answer.chain())
                                .hasToString(
                                        "[old.example. 60 DNAME [new.example.], a.old.example. 60 CNAME [a.new.example.]]"));
        assertThat(kept(judged)).doesNotContain("CNAME");
    }

    @Test
    void a_dname_that_makes_too_long_a_name_says_so() {
        String label = "x".repeat(63) + ".";
        String longName = label + label + label + "old.example.";
        String target = "y".repeat(60) + ".example.";
        Judgement judged = judge(
                asked(longName, Type.A, Protocol.UDP),
                Replies.to(7, longName, Type.A).rcode(Rcode.YXDOMAIN).answer("old.example. 60 DNAME " + target));
        assertThat(judged.reply()).isInstanceOf(Reply.TooLong.class);
    }

    @Test
    void a_loop_of_aliases_ends_here_and_is_left_to_the_resolver() {
        Judgement judged =
                judge(ASKED, www().answer("www.example. 60 CNAME a.example.", "a.example. 60 CNAME www.example."));
        assertThat(judged.reply())
                .isInstanceOfSatisfying(
                        Reply.Alias.class, alias -> assertThat(alias.target()).isEqualTo(name("www.example")));
    }

    @Test
    void what_does_not_exist_is_told_by_rcode_and_soa() {
        assertThat(judge(ASKED, www().nxdomain().authority(SOA)).reply())
                .isInstanceOfSatisfying(
                        Reply.NxDomain.class, no -> assertThat(no.soa()).isPresent());
        assertThat(judge(ASKED, www().authority(SOA)).reply()).isInstanceOf(Reply.NoData.class);
        assertThat(judge(ASKED, www().authority(SOA.replace("example. 900", "test. 900"))))
                .satisfies(judged -> assertThat(judged.scrubbed()).hasSize(1))
                .satisfies(judged ->
                        assertThat(((Reply.NoData) judged.reply()).soa()).isEmpty());
        assertThat(judge(
                                ASKED,
                                www().nxdomain()
                                        .answer("www.example. 60 CNAME no.example.")
                                        .authority(SOA))
                        .reply())
                .isInstanceOfSatisfying(
                        Reply.NxDomain.class, no -> assertThat(no.name()).isEqualTo(name("no.example")));
        assertThat(judge(ASKED, www().nxdomain().answer("www.example. 60 CNAME no.test."))
                        .reply())
                .as("of another zone's names it says nothing")
                .isInstanceOf(Reply.Alias.class);
    }

    @Test
    void garbage_with_the_right_id_and_question_is_no_reason_to_wait() {
        Bytes right = www().answer("www.example. 60 A 192.0.2.1").bytes();
        byte[] broken = right.toArray();
        broken[broken.length - 5] = 9; // the length of the address
        assertThat(Classifier.judge(ASKED, Bytes.wrap(broken), SERVER).reply()).isInstanceOf(Reply.Malformed.class);
    }

    @Test
    void nobody_is_asked_about_what_is_not_his() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Asked(
                        SERVER,
                        Protocol.UDP,
                        7,
                        name("www.test"),
                        name("www.test"),
                        Type.A,
                        name("example"),
                        true,
                        Asked.Authority.SERVER))
                .withMessage("a server of example. is not asked about www.test.");
    }

    @Test
    void hostile_bytes_become_some_kind_of_reply_and_nothing_escapes() {
        Bytes full = www().answer("www.example. 60 CNAME a.old.example.", "old.example. 60 DNAME new.example.")
                .authority(SOA, "example. 60 NS ns.example.")
                .additional("ns.example. 60 A 192.0.2.1", "ns.example. 60 AAAA 2001:db8::1")
                .bytes();
        Hostile.variantsOf(full, bytes -> {
            Judgement judged = Classifier.judge(ASKED, bytes, SERVER);
            assertThat(judged.reply().why().text()).isNotBlank();
            assertThat(judged.kept())
                    .allSatisfy(kept -> assertThat(kept.set().name().subdomain(name("example")))
                            .isTrue());
        });
    }

    @Test
    void whatever_the_bytes_there_is_a_judgement_and_nothing_out_of_bailiwick_is_kept() {
        Random random = new Random(5452);
        List<Bytes> good = List.of(
                www().answer("www.example. 60 A 192.0.2.1")
                        .authority("example. 600 NS ns.example.")
                        .additional("ns.example. 600 A 192.0.2.53")
                        .bytes(),
                www().authority("sub.example. 600 NS ns.sub.example.")
                        .additional("ns.sub.example. 600 A 192.0.2.54")
                        .bytes(),
                www().answer("www.example. 60 CNAME web.example.")
                        .answer("web.example. 60 A 192.0.2.2")
                        .bytes());
        int kept = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).toArray();
            for (int n = random.nextInt(5); n > 0; n--) {
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            Judgement judgement = Classifier.judge(ASKED, Bytes.wrap(bytes, 0, length), SERVER);
            for (Judgement.Kept each : judgement.kept()) {
                assertThat(each.set().name().subdomain(ASKED.zone()))
                        .as(each.set().toString())
                        .isTrue();
                kept++;
            }
        }
        assertThat(kept).isGreaterThan(10_000);
    }
}
