package sevenlayers.dns.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.Outcome;

/** From the root down, and back along aliases. */
class WalkTest {
    private final Internet internet = new Internet();

    /** root → example. (192.0.2.1) → sub.example. (192.0.2.2) */
    private Internet.Server example(Internet in) {
        in.server(Internet.ROOT).refers("example.", "ns.example. 192.0.2.1");
        in.server("192.0.2.2").on("www.sub.example. A", r -> r.answer("www.sub.example. 60 A 203.0.113.9"));
        return in.server("192.0.2.1")
                .refers("sub.example.", "ns.sub.example. 192.0.2.2")
                .on("www.example. A", r -> r.answer("www.example. 300 A 203.0.113.1"))
                .on("*", r -> r.authority("example. 900 SOA ns.example. root.example. 1 2 3 4 60"));
    }

    @Test
    void a_name_is_found_from_the_root_down() {
        example(internet);
        assertThat(internet.resolve("www.sub.example.", Type.A))
                .hasToString("NOERROR [www.sub.example. 60 A [203.0.113.9]]");
        assertThat(internet.questions())
                .containsExactly(
                        "198.41.0.4 UDP . NS",
                        "198.41.0.4 UDP www.sub.example. A",
                        "192.0.2.1 UDP www.sub.example. A",
                        "192.0.2.2 UDP www.sub.example. A");
    }

    @Test
    void what_is_known_is_not_asked_again_and_its_ttl_counts_down() {
        example(internet);
        internet.resolve("www.example.", Type.A);
        internet.questions();
        internet.network.pass(Duration.ofSeconds(100));
        assertThat(internet.resolve("WWW.example.", Type.A)).hasToString("NOERROR [www.example. 200 A [203.0.113.1]]");
        assertThat(internet.questions()).isEmpty();
        internet.network.pass(Duration.ofSeconds(201));
        internet.resolve("www.example.", Type.A);
        assertThat(internet.questions())
                .as("the delegation is still known")
                .containsExactly("192.0.2.1 UDP www.example. A");
    }

    @Test
    void a_walk_from_the_root_can_be_asked_for() {
        example(internet);
        internet.resolve("www.example.", Type.A);
        internet.questions();
        Options options = new Options(false, false, false, 1232);
        internet.resolve("www.example.", Type.A, options);
        assertThat(internet.questions())
                .containsExactly("198.41.0.4 UDP www.example. A", "192.0.2.1 UDP www.example. A");
    }

    @Test
    void what_does_not_exist_is_remembered_for_the_soas_minimum() {
        example(internet)
                .on(
                        "no.example. A",
                        r -> r.nxdomain().authority("example. 900 SOA ns.example. root.example. 1 2 3 4 60"));
        Outcome first = internet.resolve("no.example.", Type.A);
        assertThat(first.rcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(first.authority().getFirst().ttl()).as("RFC 2308 §5").isEqualTo(60);
        internet.questions();
        internet.network.pass(Duration.ofSeconds(30));
        assertThat(internet.resolve("below.no.example.", Type.MX).rcode())
                .as("RFC 8020")
                .isEqualTo(Rcode.NXDOMAIN);
        assertThat(internet.questions()).isEmpty();
        internet.network.pass(Duration.ofSeconds(31));
        internet.resolve("no.example.", Type.A);
        assertThat(internet.questions()).isNotEmpty();
    }

    @Test
    void no_data_is_remembered_for_its_type_only() {
        example(internet);
        assertThat(internet.resolve("www.example.", Type.MX).rcode()).isEqualTo(Rcode.NOERROR);
        internet.questions();
        internet.resolve("www.example.", Type.MX);
        assertThat(internet.questions()).isEmpty();
        assertThat(internet.resolve("www.example.", Type.A).answer()).hasSize(1);
    }

    @Test
    void an_alias_leads_to_another_zone() {
        example(internet).on("alias.example. A", r -> r.answer("alias.example. 60 CNAME www.sub.example."));
        assertThat(internet.resolve("alias.example.", Type.A))
                .hasToString(
                        "NOERROR [alias.example. 60 CNAME [www.sub.example.], www.sub.example. 60 A [203.0.113.9]]");
        assertThat(internet.resolve("alias.example.", Type.CNAME).answer()).hasSize(1);
    }

    @Test
    void an_alias_in_a_circle_is_a_failure() {
        example(internet)
                .on("a.example. A", r -> r.answer("a.example. 60 CNAME b.example."))
                .on("b.example. A", r -> r.answer("b.example. 60 CNAME a.example."));
        Outcome outcome = internet.resolve("a.example.", Type.A);
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.errors().toString()).contains("circle");
        assertThat(internet.questions()).hasSizeLessThan(6);
    }

    @Test
    void a_tree_of_names_leads_to_another() {
        example(internet)
                .on(
                        "www.old.example. A",
                        r -> r.answer("old.example. 60 DNAME example.", "www.old.example. 60 CNAME www.example."));
        assertThat(internet.resolve("www.old.example.", Type.A))
                .hasToString("NOERROR [old.example. 60 DNAME [example.], www.old.example. 60 CNAME [www.example.], "
                        + "www.example. 300 A [203.0.113.1]]");
        internet.questions();
        assertThat(internet.resolve("www.old.example.", Type.A).answer())
                .as("made again from the DNAME that is remembered")
                .hasSize(3);
        assertThat(internet.questions()).isEmpty();
    }

    @Test
    void a_server_known_by_name_only_is_looked_up_first() {
        example(internet);
        internet.server(Internet.ROOT)
                .refers("example.", "ns.example. 192.0.2.1")
                .refers("other.", "www.sub.example.");
        internet.server("203.0.113.9").on("x.other. A", r -> r.answer("x.other. 60 A 203.0.113.77"));
        assertThat(internet.resolve("x.other.", Type.A)).hasToString("NOERROR [x.other. 60 A [203.0.113.77]]");
        assertThat(internet.events(Event.Begun.class)).hasSize(2);
    }

    @Test
    void servers_that_are_each_others_only_way_are_a_failure() {
        internet.server(Internet.ROOT).refers("a.", "ns.b.").refers("b.", "ns.a.");
        assertThat(internet.resolve("www.a.", Type.A).failed()).isTrue();
        assertThat(internet.questions()).hasSizeLessThan(10);
    }

    @Test
    void the_zone_above_a_cut_is_asked_for_its_ds() {
        example(internet)
                .on(
                        "sub.example. DS",
                        r -> r.answer("sub.example. 60 DS 1 8 1 0123456789012345678901234567890123456789"));
        internet.resolve("www.sub.example.", Type.A);
        internet.questions();
        assertThat(internet.resolve("sub.example.", Type.DS).answer()).hasSize(1);
        assertThat(internet.questions()).as("RFC 4035 §3.1.4.1").containsExactly("192.0.2.1 UDP sub.example. DS");
    }

    @Test
    void without_a_cache_every_question_walks_from_the_root() {
        Internet forgetful = new Internet(s -> s, Limits.nothing());
        example(forgetful);
        forgetful.resolve("www.example.", Type.A);
        int first = forgetful.questions().size();
        assertThat(forgetful.resolve("www.example.", Type.A).answer()).hasSize(1);
        assertThat(forgetful.questions()).hasSize(first);
    }

    @Test
    void a_delegation_that_moved_is_asked_for_again_above() {
        example(internet);
        internet.resolve("www.sub.example.", Type.A);
        internet.server("192.0.2.2").behaves((_, _) -> {});
        internet.server("192.0.2.3").on("new.sub.example. A", r -> r.answer("new.sub.example. 60 A 203.0.113.3"));
        internet.server("192.0.2.1").refers("sub.example.", "ns3.sub.example. 192.0.2.3");
        assertThat(internet.resolve("new.sub.example.", Type.A).answer()).hasSize(1);
    }
}
