package sevenlayers.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.dns.message.Records.name;
import static sevenlayers.dns.message.Records.set;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.RecordSet;

/** Whatever is written in whatever order: nothing outlives its TTL, and nothing hides what ranks above it. */
class CachePropertyTest {
    private static final int NAMES = 8;

    /** One write, told apart by its address. */
    private record Write(Rank rank, Instant dies) {
        static final Write NONE = new Write(Rank.HINT, Instant.MIN);
    }

    private final TestClock clock = new TestClock(Instant.EPOCH);
    private final Map<String, Write> writes = new HashMap<>();
    private final Map<Integer, Write> best = new HashMap<>();

    @RepeatedTest(20)
    void no_answer_outlives_its_ttl_or_outranks_better_data(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        Cache cache = new Cache(clock, Limits.DEFAULT.withStale(Duration.ofSeconds(random.nextInt(100))));
        for (int step = 0; step < 2_000; step++) {
            clock.pass(Duration.ofMillis(random.nextInt(2_000)));
            int which = random.nextInt(NAMES);
            if (random.nextBoolean()) {
                write(cache, which, step, 1 + random.nextInt(30), Rank.values()[random.nextInt(Rank.values().length)]);
            }
            check(cache, which);
        }
    }

    private void write(Cache cache, int which, int step, int ttl, Rank rank) {
        String address = "10.0." + step / 256 + "." + step % 256;
        RecordSet set = set("n" + which + ".example. " + ttl + " A " + address);
        Write write = new Write(rank, clock.instant().plusSeconds(ttl));
        Write before = best.getOrDefault(which, Write.NONE);
        boolean mayReplace =
                before == null || !clock.instant().isBefore(before.dies) || before.rank.compareTo(rank) <= 0;
        assertThat(cache.put(set, rank) instanceof Written.Stored)
                .as("%s over %s at %s", write, before, clock.instant())
                .isEqualTo(mayReplace);
        if (mayReplace) {
            best.put(which, write);
        }
        writes.put(address, write);
    }

    private void check(Cache cache, int which) {
        var known = cache.hint(name("n" + which + ".example"), Type.A);
        var answer = cache.find(name("n" + which + ".example"), Type.A);
        Write expected = best.getOrDefault(which, Write.NONE);
        boolean lives = clock.instant().isBefore(expected.dies);
        assertThat(known.isPresent()).isEqualTo(lives);
        assertThat(answer.isPresent()).isEqualTo(lives && expected.rank.answers());
        known.ifPresent(found -> {
            Write write = writes.getOrDefault(found.set().records().getFirst().rdataToString(), Write.NONE);
            assertThat(write).isSameAs(expected);
            assertThat(clock.instant().plusSeconds(found.ttl())).isBeforeOrEqualTo(write.dies);
        });
    }

    @Test
    void many_threads_leave_the_best() throws InterruptedException {
        Cache cache = new Cache(clock, Limits.DEFAULT);
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            int seed = t;
            threads[t] = Thread.ofPlatform().start(() -> {
                Random random = new Random(seed);
                for (int i = 0; i < 5_000; i++) {
                    Rank rank = Rank.values()[random.nextInt(Rank.values().length)];
                    cache.put(set("n" + i % NAMES + ".example. 60 A 192.0.2." + rank.ordinal()), rank);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < NAMES; i++) {
            assertThat(cache.find(name("n" + i + ".example"), Type.A))
                    .hasValueSatisfying(
                            cached -> assertThat(((Cached.Known) cached).rank()).isEqualTo(Rank.AUTHORITATIVE));
        }
    }
}
