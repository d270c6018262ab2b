package sevenlayers.balancer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.HashingPolicy;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.policy.Score;
import sevenlayers.balancer.policy.XxHash64;

class ExplanationTest {
    private static final List<Subject> THREE = List.of(idle("a", 5), idle("b", 1), idle("c", 1));

    @Test
    void picksInARowWithTheirReasons() {
        Explanation explanation = explain("smooth_weighted_round_robin", THREE, 7);
        assertThat(explanation.picks())
                .extracting(Explanation.Pick::backend)
                .containsExactly("a", "a", "b", "a", "c", "a", "a");
        assertThat(explanation.counts()).containsExactly(5L, 1L, 1L);
        assertThat(explanation.picks().getFirst().reason())
                .isEqualTo("current weight 5, the highest; less the total of 7 it is now -2");
        assertThat(explanation.picks().get(1).scores()).extracting(Score::value).containsExactly(3.0, 2.0, 2.0);
    }

    @Test
    void eachPickIsUnderWayFromThenOn() {
        List<Subject> subjects = List.of(idle("a", 1), new Subject("b", 1, 2, OptionalLong.empty()));
        assertThat(explain("least_connections", subjects, 4).picks())
                .extracting(Explanation.Pick::backend)
                .containsSubsequence("a", "a")
                .startsWith("a", "a");
    }

    @Test
    void aMeasuredLatencyCounts() {
        List<Subject> subjects = List.of(
                new Subject("slow", 1, 0, OptionalLong.of(10_000)), new Subject("fast", 1, 0, OptionalLong.of(1_000)));
        assertThat(explain("least_response_time", subjects, 10).counts()).containsExactly(1L, 9L);
    }

    @Test
    void theSameSeedGivesTheSamePicks() {
        List<String> keys = keys(100);
        Explanation first = Explanation.of(PolicySpec.of("random"), THREE, keys, 5, () -> false);
        assertThat(Explanation.of(PolicySpec.of("random"), THREE, keys, 5, () -> false)
                        .counts())
                .isEqualTo(first.counts());
        assertThat(Explanation.of(PolicySpec.of("random"), THREE, keys, 6, () -> false)
                        .picks())
                .isNotEqualTo(first.picks());
    }

    /** What the data path hashes is the text of address and port, and that is the name here. */
    @Test
    void aBackendIsHashedAsOnTheDataPath() {
        List<Backend> real = IntStream.range(1, 6)
                .mapToObj(i -> new Backend(new InetSocketAddress("10.0.0." + i, 9000)))
                .toList();
        List<Subject> subjects = IntStream.range(1, 6)
                .mapToObj(i -> idle("10.0.0." + i + ":9000", 1))
                .toList();
        HashingPolicy policy = (HashingPolicy) Policies.make(PolicySpec.of("maglev"), new SplittableRandom(1));
        Snapshot snapshot = Snapshot.of(1, real);
        for (Explanation.Pick pick : explain("maglev", subjects, 100).picks()) {
            int place = policy.place(snapshot, XxHash64.hash(pick.key(), 0));
            assertThat(pick.backend()).isEqualTo(real.get(place).name());
        }
    }

    @Test
    void scoresStopWhereTheAnswerWouldGetTooLarge() {
        List<Subject> many =
                IntStream.range(0, 1_000).mapToObj(i -> idle("b" + i, 1)).toList();
        Explanation explanation = explain("least_connections", many, 60);
        assertThat(explanation.picks().get(49).scores()).hasSize(100);
        assertThat(explanation.picks().get(50).scores()).isEmpty();
        assertThat(explanation.picks().get(50).reason()).isEqualTo("idle");
    }

    @ParameterizedTest
    @CsvSource({"random", "rendezvous", "bounded_loads"})
    void endsWhenNobodyWaitsAnyMore(String name) {
        AtomicInteger asked = new AtomicInteger();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() ->
                        Explanation.of(PolicySpec.of(name), THREE, keys(1_000), 0, () -> asked.incrementAndGet() > 5));
        assertThat(asked).hasValue(6);
    }

    private static Explanation explain(String policy, List<Subject> subjects, int picks) {
        return Explanation.of(PolicySpec.of(policy), subjects, keys(picks), 0, () -> false);
    }

    private static List<String> keys(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add("key-" + i);
        }
        return keys;
    }

    private static Subject idle(String name, int weight) {
        return new Subject(name, weight, 0, OptionalLong.empty());
    }
}
