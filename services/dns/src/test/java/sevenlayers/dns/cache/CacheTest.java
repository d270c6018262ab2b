package sevenlayers.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static sevenlayers.dns.message.Records.name;
import static sevenlayers.dns.message.Records.set;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.RecordSet;

class CacheTest {
    private static final RecordSet SOA = set("example. 900 SOA ns.example. root.example. 1 7200 3600 86400 600");

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Cache cache = new Cache(clock, Limits.DEFAULT);

    private String find(String name, int type) {
        return cache.find(name(name), type).map(CacheTest::tell).orElse("nothing");
    }

    private static String tell(Cached cached) {
        return switch (cached) {
            case Cached.Known known -> known.set().toString();
            case Cached.Denied denied -> denied.denial() + " " + denied.name() + " " + denied.ttl();
            case Cached.Failed failed -> "failed " + failed.why() + " " + failed.ttl();
        };
    }

    @Test
    void a_ttl_counts_down_and_at_zero_there_is_nothing() {
        cache.put(set("www.example. 300 A 192.0.2.1", "www.example. 300 A 192.0.2.2"), Rank.AUTHORITATIVE);
        assertThat(find("www.example", Type.A)).isEqualTo("www.example. 300 A [192.0.2.1, 192.0.2.2]");
        clock.pass(Duration.ofMillis(1));
        assertThat(find("WWW.example", Type.A)).startsWith("www.example. 299 A");
        clock.pass(Duration.ofSeconds(299));
        assertThat(find("www.example", Type.A)).startsWith("www.example. 0 A");
        clock.pass(Duration.ofMillis(999));
        assertThat(find("www.example", Type.A)).isEqualTo("nothing");
    }

    @Test
    void a_clock_that_is_set_back_does_not_make_a_record_younger_than_it_came() {
        cache.put(set("www.example. 300 A 192.0.2.1"), Rank.AUTHORITATIVE);
        clock.pass(Duration.ofHours(-1));
        assertThat(find("www.example", Type.A)).startsWith("www.example. 300 A");
    }

    @Test
    void better_data_replaces_worse_and_worse_does_not_replace_better() {
        RecordSet glue = set("ns.example. 3600 A 192.0.2.66");
        RecordSet answer = set("ns.example. 60 A 192.0.2.1");
        assertThat(cache.put(glue, Rank.ADDITIONAL)).isInstanceOf(Written.Stored.class);
        assertThat(find("ns.example", Type.A)).as("glue is no answer").isEqualTo("nothing");
        assertThat(cache.hint(name("ns.example"), Type.A)).isPresent();
        assertThat(cache.put(answer, Rank.AUTHORITATIVE).why())
                .hasToString("RFC 2181 §5.4.1: answer section, AA set replaces additional section");
        assertThat(cache.put(glue, Rank.ADDITIONAL)).isInstanceOf(Written.Refused.class);
        assertThat(find("ns.example", Type.A)).isEqualTo("ns.example. 60 A [192.0.2.1]");
        clock.pass(Duration.ofSeconds(60));
        assertThat(cache.put(glue, Rank.ADDITIONAL))
                .as("what is dead ranks no more")
                .isInstanceOf(Written.Stored.class);
    }

    @Test
    void a_zone_cannot_prolong_its_own_delegation() {
        cache.put(set("ghost.example. 100 NS ns.ghost.example."), Rank.REFERRAL);
        clock.pass(Duration.ofSeconds(90));
        assertThat(cache.put(set("ghost.example. 86400 NS ns.ghost.example."), Rank.AUTHORITATIVE))
                .isInstanceOfSatisfying(
                        Written.Stored.class, stored -> assertThat(stored.ttl()).isEqualTo(10));
        clock.pass(Duration.ofSeconds(10));
        assertThat(cache.hint(name("ghost.example"), Type.NS)).isEmpty();
    }

    @Test
    void a_negative_answer_lives_as_long_as_its_soa_allows() {
        assertThat(cache.deny(name("no.example"), Type.A, Denial.NXDOMAIN, SOA).why())
                .hasToString("RFC 2308 §5: min(SOA TTL, MINIMUM) is 600 s");
        cache.deny(name("www.example"), Type.MX, Denial.NODATA, SOA);
        clock.pass(Duration.ofSeconds(100));
        assertThat(find("no.example", Type.TXT)).isEqualTo("NXDOMAIN no.example. 500");
        assertThat(find("www.example", Type.MX)).isEqualTo("NODATA www.example. 500");
        assertThat(find("www.example", Type.A)).isEqualTo("nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache.deny(name("a"), Type.A, Denial.NODATA, set("a. 1 A 192.0.2.1")));
    }

    @Test
    void below_a_name_that_does_not_exist_nothing_does_until_something_is_seen_there() {
        cache.deny(name("no.example"), Type.A, Denial.NXDOMAIN, SOA);
        assertThat(find("deep.down.no.example", Type.A)).startsWith("NXDOMAIN no.example.");
        assertThat(find("know.example", Type.A)).isEqualTo("nothing");
        cache.put(set("no.example. 60 A 192.0.2.1"), Rank.AUTHORITATIVE);
        assertThat(find("deep.down.no.example", Type.A)).isEqualTo("nothing");
    }

    @Test
    void aliases_answer_for_other_types_and_a_dname_for_all_names_below_it() {
        cache.put(set("www.example. 60 CNAME web.example."), Rank.AUTHORITATIVE);
        cache.put(set("old.example. 60 DNAME new.example."), Rank.AUTHORITATIVE);
        assertThat(find("www.example", Type.AAAA)).startsWith("www.example. 60 CNAME");
        assertThat(find("a.b.old.example", Type.A)).startsWith("old.example. 60 DNAME");
        assertThat(find("old.example", Type.A)).as("not for itself").isEqualTo("nothing");
    }

    @Test
    void what_has_expired_may_serve_for_a_while_with_thirty_seconds() {
        cache.put(set("www.example. 300 A 192.0.2.1"), Rank.AUTHORITATIVE);
        clock.pass(Duration.ofHours(2));
        assertThat(find("www.example", Type.A)).isEqualTo("nothing");
        assertThat(cache.findStale(name("www.example"), Type.A))
                .hasValueSatisfying(cached -> assertThat(cached.stale()).isTrue())
                .hasValueSatisfying(cached -> assertThat(cached.ttl()).isEqualTo(30));
        clock.pass(Duration.ofDays(1));
        assertThat(cache.findStale(name("www.example"), Type.A)).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void a_failure_is_kept_for_seconds_and_hides_no_data() {
        cache.fail(name("www.example"), Type.A, 22, "no server answered");
        assertThat(cache.failure(name("www.example"), Type.A)).isPresent();
        assertThat(cache.failure(name("www.example"), Type.AAAA)).isEmpty();
        assertThat(find("www.example", Type.A)).isEqualTo("nothing");
        clock.pass(Duration.ofSeconds(5));
        assertThat(cache.failure(name("www.example"), Type.A)).isEmpty();
    }

    @Test
    void times_are_cut_to_the_limits_and_zero_is_not_kept() {
        assertThat(cache.put(set("a.example. 2147483647 A 192.0.2.1"), Rank.AUTHORITATIVE))
                .isInstanceOfSatisfying(
                        Written.Stored.class, stored -> assertThat(stored.ttl()).isEqualTo(86_400));
        assertThat(cache.put(set("b.example. 0 A 192.0.2.1"), Rank.AUTHORITATIVE)
                        .why())
                .hasToString("RFC 1035 §3.2.1: a TTL of zero is not for a cache");
        Cache nothing = new Cache(clock, Limits.nothing());
        assertThat(nothing.put(set("a.example. 60 A 192.0.2.1"), Rank.AUTHORITATIVE))
                .isInstanceOf(Written.Refused.class);
    }

    @Test
    void a_full_cache_keeps_what_is_read() {
        Cache small = new Cache(clock, Limits.DEFAULT.withEntries(100));
        small.put(set("popular.example. 300 A 192.0.2.1"), Rank.AUTHORITATIVE);
        for (int i = 0; i < 10_000; i++) {
            small.put(set("n" + i + ".example. 300 A 192.0.2.2"), Rank.AUTHORITATIVE);
            assertThat(small.find(name("popular.example"), Type.A)).isPresent();
            assertThat(small.size()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void a_list_is_in_the_order_of_names_and_a_flush_takes_what_is_below() {
        cache.put(set("b.example. 60 A 192.0.2.1"), Rank.AUTHORITATIVE);
        cache.put(set("a.example. 60 A 192.0.2.1"), Rank.AUTHORITATIVE);
        cache.put(set("x.test. 60 A 192.0.2.1"), Rank.AUTHORITATIVE);
        assertThat(cache.list(name("example")))
                .extracting(Cached::name)
                .containsExactly(name("a.example"), name("b.example"));
        assertThat(cache.flush(name("example"))).isEqualTo(2);
        assertThat(cache.list(name("."))).extracting(Cached::name).containsExactly(name("x.test"));
    }
}
