package sevenlayers.balancer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.policy.PolicySpec;

class HashingPlanTest {
    private static final List<Subject> TEN =
            IntStream.range(0, 10).mapToObj(i -> subject("b" + i, 1)).toList();

    /** From ten to nine: what moves in all, and between backends that stay. */
    @ParameterizedTest
    @CsvSource({"ip_hash, 90, 80", "ring_hash, 17.5, 7.5", "maglev, 10.5, 0.5", "rendezvous, 10, 0"})
    void saysHowManyKeysMove(String policy, double moved, double needlessly) {
        HashingPlan plan = plan(PolicySpec.of(policy), Set.of("b3"), List.of());
        assertThat(plan.moved() / 100.0).isCloseTo(moved, within(2.5));
        assertThat(plan.movedNeedlessly() / 100.0).isCloseTo(needlessly, within(2.5));
        assertThat(plan.movedAtBest()).isEqualTo(1_000);
        assertThat(plan.keys()).isEqualTo(10_000);
    }

    @Test
    void aRingOnWhichEachHasSoManyPointsMovesNoneNeedlessly() {
        PolicySpec fixed = PolicySpec.of("ring_hash").withPointsPerBackend(40);
        assertThat(plan(fixed, Set.of("b3"), List.of()).movedNeedlessly()).isZero();
        HashingPlan joined = plan(fixed, Set.of(), List.of(subject("b10", 1)));
        assertThat(joined.movedNeedlessly()).isZero();
        assertThat(joined.movedAtBest()).isEqualTo(909);
        assertThat(joined.before().size()).isEqualTo(400);
        assertThat(joined.after().size()).isEqualTo(440);
        assertThat(joined.after().shares())
                .extracting(HashingPlan.Share::entries)
                .containsOnly(40);
    }

    @Test
    void weightsDecideWhatIsDue() {
        HashingPlan plan = HashingPlan.of(
                PolicySpec.of("rendezvous"),
                List.of(subject("a", 1), subject("b", 1)),
                Set.of(),
                List.of(subject("c", 2)),
                10_000,
                () -> false);
        assertThat(plan.movedAtBest()).isEqualTo(5_000);
        assertThat(plan.after().shares().getLast().keys()).isCloseTo(5_000, within(200));
        assertThat(plan.moved()).isEqualTo(plan.after().shares().getLast().keys());
    }

    @Test
    void showsTheFirstEntriesOfTheTableAndWhoHasHowMuch() {
        HashingPlan plan = plan(PolicySpec.of("maglev").withTableSize(13), Set.of("b3"), List.of());
        assertThat(plan.before().size()).isEqualTo(13);
        assertThat(plan.before().first()).hasSize(13).contains("b3");
        assertThat(plan.after().first()).hasSize(13).doesNotContain("b3");
        assertThat(plan.before().shares())
                .hasSize(10)
                .allSatisfy(share -> assertThat(share.entries()).isBetween(1, 2));
        assertThat(plan.after().shares().stream()
                        .mapToInt(HashingPlan.Share::keys)
                        .sum())
                .isEqualTo(10_000);
        assertThat(plan(PolicySpec.of("rendezvous"), Set.of(), List.of())
                        .before()
                        .size())
                .isZero();
    }

    @Test
    void whereNothingChangesNothingMoves() {
        assertThat(plan(PolicySpec.of("maglev"), Set.of(), List.of()).summary())
                .isEqualTo(
                        "0 of 10,000 keys have another backend (0.0 %), where by weight 0 are due one (0.0 %); 0 went from one"
                                + " backend that stays to another that was there before");
    }

    @Test
    void endsWhenNobodyWaitsAnyMore() {
        AtomicInteger asked = new AtomicInteger();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> HashingPlan.of(
                        PolicySpec.of("rendezvous"),
                        TEN,
                        Set.of(),
                        List.of(),
                        100_000,
                        () -> asked.incrementAndGet() > 9));
        assertThat(asked).hasValue(10);
    }

    private static HashingPlan plan(PolicySpec policy, Set<String> leave, List<Subject> join) {
        return HashingPlan.of(policy, TEN, leave, join, 10_000, () -> false);
    }

    private static Subject subject(String name, int weight) {
        return new Subject(name, weight, 0, OptionalLong.empty());
    }
}
