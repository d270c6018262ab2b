package sevenlayers.dns.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.trace.Event;

/** QNAME minimisation (RFC 9156): each server hears no more of a name than it must. */
class MinimisationTest {
    private static final String SOA = "example. 900 SOA ns.example. root.example. 1 2 3 4 60";

    private final Internet internet = new Internet(s -> s.withMinimise(true), Limits.DEFAULT);

    private Internet.Server example() {
        internet.server(Internet.ROOT).refers("example.", "ns.example. 192.0.2.1");
        return internet.server("192.0.2.1").on("*", r -> r.authority(SOA));
    }

    @Test
    void a_server_hears_one_label_more_than_its_zone() {
        example().on("a.b.c.example. MX", r -> r.answer("a.b.c.example. 60 MX 10 mail.example."));
        assertThat(internet.resolve("a.b.c.example.", Type.MX).answer()).hasSize(1);
        assertThat(internet.questions())
                .containsExactly(
                        "198.41.0.4 UDP . NS",
                        "198.41.0.4 UDP example. A",
                        "192.0.2.1 UDP c.example. A",
                        "192.0.2.1 UDP b.c.example. A",
                        "192.0.2.1 UDP a.b.c.example. MX");
        assertThat(internet.events(Event.Minimised.class)).hasSize(3);
    }

    @Test
    void a_long_name_costs_ten_questions_at_most() {
        String name = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.example.";
        example().on(name + " A", r -> r.answer(name + " 60 A 203.0.113.1"));
        assertThat(internet.resolve(name, Type.A).answer()).hasSize(1);
        assertThat(internet.questions().stream().filter(q -> q.startsWith("192.0.2.1")))
                .hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void a_server_that_denies_what_has_something_below_is_asked_for_the_whole() {
        example()
                .on("b.example. A", r -> r.nxdomain().authority(SOA))
                .on("a.b.example. A", r -> r.answer("a.b.example. 60 A 203.0.113.1"));
        assertThat(internet.resolve("a.b.example.", Type.A).answer()).hasSize(1);
        assertThat(internet.resolve("a.b.example.", Type.A).answer())
                .as("nor does the cache deny it")
                .hasSize(1);
    }

    @Test
    void a_server_that_refuses_parts_is_asked_for_the_whole() {
        example()
                .on("b.example. A", r -> r.rcode(Rcode.SERVFAIL))
                .on("a.b.example. A", r -> r.answer("a.b.example. 60 A 203.0.113.1"));
        assertThat(internet.resolve("a.b.example.", Type.A).answer()).hasSize(1);
    }

    @Test
    void an_alias_half_way_is_no_alias_of_the_whole() {
        example()
                .on("b.example. A", r -> r.answer("b.example. 60 CNAME elsewhere."))
                .on("a.b.example. A", r -> r.answer("a.b.example. 60 A 203.0.113.1"));
        assertThat(internet.resolve("a.b.example.", Type.A).answer()).hasSize(1);
    }

    @Test
    void a_dname_half_way_is_one() {
        example()
                .on("b.example. A", r -> r.authority(SOA))
                .on(
                        "a.b.example. A",
                        r -> r.answer("b.example. 60 DNAME c.example.", "a.b.example. 60 CNAME a.c.example."))
                .on("a.c.example. A", r -> r.answer("a.c.example. 60 A 203.0.113.1"));
        assertThat(internet.resolve("a.b.example.", Type.A).answer()).hasSize(3);
    }
}
