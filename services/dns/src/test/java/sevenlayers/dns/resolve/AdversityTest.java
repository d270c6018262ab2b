package sevenlayers.dns.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.dns.resolve.Internet.reply;
import static sevenlayers.dns.resolve.Internet.tcp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.reply.Reply;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** Servers that are slow, lame, broken or hostile, and networks that lose. */
class AdversityTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final String ANSWER = "www.example. 300 A 203.0.113.1";

    private final Internet internet = new Internet();

    /** example. has two servers, of which the second is good. */
    private Internet.Server first(Internet in) {
        in.server(Internet.ROOT).refers("example.", "ns1.example. 192.0.2.1", "ns2.example. 192.0.2.2");
        in.server("192.0.2.2").on("www.example. A", r -> r.answer(ANSWER));
        return in.server("192.0.2.1");
    }

    private Internet.Server only(Internet in) {
        in.server(Internet.ROOT).refers("example.", "ns1.example. 192.0.2.1");
        return in.server("192.0.2.1");
    }

    private void answered(Outcome outcome) {
        assertThat(outcome).hasToString("NOERROR [www.example. 300 A [203.0.113.1]]");
    }

    @Test
    void a_server_that_is_silent_is_left_for_another_and_is_not_the_first_next_time() {
        first(internet).behaves((_, _) -> {});
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            internet.server("192.0.2.2").on("*", r -> r.answer(name(r) + " 300 A 203.0.113.1"));
            assertThat(internet.resolve("w" + i + ".example.", Type.A).answer()).hasSize(1);
            asked.addAll(internet.questions());
        }
        assertThat(asked.stream().filter(q -> q.startsWith("192.0.2.1"))).hasSizeBetween(1, 2);
    }

    private static String name(sevenlayers.dns.message.Replies replies) {
        return Internet.message(replies.bytes()).getQuestion().getName().toString();
    }

    @Test
    void a_lame_server_is_left_and_remembered_as_lame() {
        first(internet).on("*", r -> r.without(Flags.AA).rcode(Rcode.REFUSED));
        internet.server("192.0.2.2").on("*", r -> r.answer(name(r) + " 300 A 203.0.113.1"));
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            assertThat(internet.resolve("w" + i + ".example.", Type.A).answer()).hasSize(1);
            asked.addAll(internet.questions());
        }
        assertThat(asked.stream().filter(q -> q.startsWith("192.0.2.1"))).hasSizeLessThan(2);
    }

    @Test
    void garbage_is_left_for_another_server() {
        first(internet).behaves((q, to) -> {
            byte[] bytes = reply(q).answer(ANSWER).bytes().toArray();
            bytes[bytes.length - 5] = 77; // the length of the address
            to.reply(SOON, Bytes.wrap(bytes));
        });
        answered(internet.resolve("www.example.", Type.A));
    }

    @Test
    void what_did_not_fit_is_asked_for_over_tcp() {
        only(internet)
                .behaves((q, to) -> to.reply(
                        SOON,
                        tcp(q)
                                ? reply(q).answer(ANSWER).bytes()
                                : reply(q).with(Flags.TC).bytes()));
        answered(internet.resolve("www.example.", Type.A));
        assertThat(internet.questions()).endsWith("192.0.2.1 UDP www.example. A", "192.0.2.1 TCP www.example. A");
    }

    @Test
    void a_server_that_does_not_know_edns_is_asked_without() {
        only(internet)
                .behaves((q, to) -> to.reply(
                        SOON,
                        Internet.message(q.message()).getOPT() == null
                                ? reply(q).answer(ANSWER).bytes()
                                : reply(q).rcode(Rcode.FORMERR).bytes()));
        answered(internet.resolve("www.example.", Type.A));
        internet.questions();
        internet.resolve("www.example.", Type.MX);
        assertThat(internet.questions()).as("and from then on").hasSize(1);
    }

    @Test
    void a_server_that_does_not_keep_the_case_is_asked_over_tcp() {
        only(internet).behaves((q, to) -> {
            byte[] bytes = reply(q).answer(ANSWER).bytes().toArray();
            for (int i = 12; i < 25; i++) {
                bytes[i] = (byte) Character.toLowerCase(bytes[i]);
            }
            to.reply(SOON, Bytes.wrap(bytes));
        });
        answered(internet.resolve("www.example.", Type.A));
        assertThat(internet.questions()).endsWith("192.0.2.1 TCP www.example. A");
    }

    @Test
    void a_forged_reply_does_not_end_the_wait_for_the_right_one() {
        only(internet).behaves((q, to) -> {
            byte[] wrongId =
                    reply(q).answer("www.example. 300 A 198.51.100.66").bytes().toArray();
            wrongId[0] ^= 1;
            to.reply(SOON, Bytes.wrap(wrongId));
            to.reply(
                    SOON,
                    reply(q).answer("www.example. 300 A 198.51.100.66").bytes(),
                    new InetSocketAddress("192.0.2.99", 53));
            to.reply(SOON.multipliedBy(2), reply(q).answer(ANSWER).bytes());
        });
        answered(internet.resolve("www.example.", Type.A));
        assertThat(internet.events(Event.Heard.class))
                .filteredOn(heard -> heard.reply() instanceof Reply.Foreign)
                .hasSize(2);
    }

    @Test
    void under_a_hail_of_forgeries_the_question_goes_over_tcp() {
        only(internet).behaves((q, to) -> {
            for (int i = 1; i <= 50 && !tcp(q); i++) {
                byte[] forged = reply(q).answer("www.example. 300 A 198.51.100.66")
                        .bytes()
                        .toArray();
                forged[1] ^= (byte) i;
                to.reply(SOON, Bytes.wrap(forged));
            }
            to.reply(SOON.multipliedBy(3), reply(q).answer(ANSWER).bytes());
        });
        answered(internet.resolve("www.example.", Type.A));
        assertThat(internet.questions()).endsWith("192.0.2.1 TCP www.example. A");
    }

    @Test
    void what_a_server_has_no_say_in_is_not_believed() {
        only(internet)
                .on(
                        "www.example. A",
                        r -> r.answer(ANSWER)
                                .authority("example. 300 NS bank.test.", "test. 300 NS ns1.example.")
                                .additional("bank.test. 300 A 198.51.100.66"));
        internet.server(Internet.ROOT)
                .refers("example.", "ns1.example. 192.0.2.1")
                .on("bank.test. A", r -> r.answer("bank.test. 300 A 203.0.113.50"));
        answered(internet.resolve("www.example.", Type.A));
        assertThat(internet.events(Event.Scrubbed.class)).hasSize(2);
        assertThat(internet.resolve("bank.test.", Type.A)).hasToString("NOERROR [bank.test. 300 A [203.0.113.50]]");
    }

    @Test
    void hints_that_answer_nothing_end_within_the_time_limit_and_say_so() {
        var began = internet.network.instant();
        Outcome outcome = internet.resolve("www.example.", Type.A);
        assertThat(outcome.rcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(outcome.errors().getFirst().code()).isEqualTo(22);
        assertThat(outcome.errors().getFirst().text()).contains("no server of . has an answer", "198.41.0.4: no reply");
        assertThat(Duration.between(began, internet.network.instant())).isLessThan(Duration.ofSeconds(11));
    }

    @Test
    void a_failure_is_remembered_for_a_moment() {
        internet.resolve("www.example.", Type.A);
        assertThat(internet.resolve("www.example.", Type.A).errors().getFirst().code())
                .as("RFC 8914: cached error")
                .isEqualTo(13);
        internet.network.pass(Duration.ofSeconds(6));
        only(internet).on("www.example. A", r -> r.answer(ANSWER));
        answered(internet.resolve("www.example.", Type.A));
    }

    @Test
    void a_network_that_says_nobody_is_there_costs_no_time() {
        first(internet).behaves((_, to) -> to.end(SOON, Ending.UNREACHABLE));
        var began = internet.network.instant();
        answered(internet.resolve("www.example.", Type.A));
        assertThat(Duration.between(began, internet.network.instant())).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void stale_data_is_better_than_none() {
        only(internet).on("www.example. A", r -> r.answer(ANSWER));
        internet.resolve("www.example.", Type.A);
        internet.server("192.0.2.1").behaves((_, _) -> {});
        internet.network.pass(Duration.ofSeconds(400));
        var began = internet.network.instant();
        Outcome outcome = internet.resolve("www.example.", Type.A);
        assertThat(outcome).hasToString("NOERROR stale [www.example. 30 A [203.0.113.1]] " + outcome.errors());
        assertThat(outcome.errors().getFirst().code())
                .as("RFC 8914: stale answer")
                .isEqualTo(3);
        assertThat(Duration.between(began, internet.network.instant()))
                .as("RFC 8767 §5: client response timer")
                .isEqualTo(Duration.ofMillis(1800));
    }

    @Test
    void an_answer_that_comes_before_stale_data_would_is_given_once() {
        only(internet).on("www.example. A", r -> r.answer(ANSWER));
        internet.resolve("www.example.", Type.A);
        internet.network.pass(Duration.ofSeconds(400));
        List<Outcome> outcomes = new ArrayList<>();
        internet.resolver.resolve(
                sevenlayers.dns.message.Records.name("www.example."),
                Type.A,
                Options.of(internet.resolver.settings()),
                (_, _) -> {},
                outcomes::add);
        internet.network.run();
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void many_clients_that_ask_the_same_make_one_question() {
        only(internet).on("www.example. A", r -> r.answer(ANSWER));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            internet.resolver.resolve(
                    sevenlayers.dns.message.Records.name("www.example."),
                    Type.A,
                    Options.of(internet.resolver.settings()),
                    (_, _) -> {},
                    outcomes::add);
        }
        internet.network.run();
        assertThat(outcomes).hasSize(100).allSatisfy(this::answered);
        assertThat(internet.questions()).hasSize(3);
    }

    @Test
    void a_referral_to_many_names_does_not_make_many_questions() {
        String[] names = new String[200];
        for (int i = 0; i < names.length; i++) {
            names[i] = "ns" + i + ".victim.";
        }
        internet.server(Internet.ROOT).refers("evil.", names).refers("victim.", "ns.victim. 192.0.2.5");
        internet.server("192.0.2.5").on("*", r -> r.nxdomain().authority("victim. 60 SOA ns.victim. r. 1 2 3 4 60"));
        assertThat(internet.resolve("www.evil.", Type.A).failed()).isTrue();
        assertThat(internet.questions().stream().filter(q -> q.startsWith("192.0.2.5")))
                .hasSizeLessThanOrEqualTo(Settings.MOST_LOOKUPS);
    }

    @Test
    void a_chain_of_aliases_without_end_ends() {
        only(internet).on("*", r -> r.answer(name(r) + " 60 CNAME x" + name(r)));
        Outcome outcome = internet.resolve("www.example.", Type.A);
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.errors().toString()).contains("more than 16 aliases");
    }

    @Test
    void over_tcp_a_server_that_closes_is_left_for_another() {
        first(internet).behaves((q, to) -> {
            if (tcp(q)) {
                to.end(SOON, Ending.CLOSED);
            } else {
                to.reply(SOON, reply(q).with(Flags.TC).bytes());
            }
        });
        answered(internet.resolve("www.example.", Type.A));
    }

    @Test
    void loss_is_mended_by_asking_again() {
        int[] count = {0};
        only(internet).behaves((q, to) -> {
            if (++count[0] == 2) {
                to.reply(SOON, reply(q).answer(ANSWER).bytes());
            }
        });
        answered(internet.resolve("www.example.", Type.A));
        assertThat(internet.events(Event.Sent.class))
                .extracting(Event.Sent::attempt)
                .endsWith(1, 2);
        assertThat(internet.events(Event.Unanswered.class))
                .singleElement()
                .satisfies(lost -> assertThat(lost.protocol()).isEqualTo(Protocol.UDP));
    }

    @Test
    void a_resolver_without_edns_sends_none() {
        Internet plain = new Internet(s -> s.withEdnsSize(0), Limits.DEFAULT);
        boolean[] edns = {true};
        only(plain).behaves((q, to) -> {
            edns[0] = Internet.message(q.message()).getOPT() != null;
            to.reply(SOON, reply(q).answer(ANSWER).bytes());
        });
        answered(plain.resolve("www.example.", Type.A));
        assertThat(edns[0]).isFalse();
    }
}
