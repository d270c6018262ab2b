package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class HashingPoliciesTest {
    private static final int KEYS = 20_000;

    static Stream<String> names() {
        return Stream.of("ip_hash", "ring_hash", "maglev", "rendezvous", "bounded_loads");
    }

    static Stream<Arguments> moved() {
        return Stream.of(
                Arguments.of("modulo: nine in ten", spec("ip_hash"), 90.0, 1.0),
                Arguments.of("rendezvous: exactly those that must", spec("rendezvous"), 10.0, 0.5),
                Arguments.of("maglev", spec("maglev"), 10.3, 1.0),
                Arguments.of("a ring of fixed size", spec("ring_hash"), 17.5, 2.5),
                Arguments.of(
                        "a ring with so many points for each", spec("ring_hash").withPointsPerBackend(103), 10.0, 2.0));
    }

    /** From ten backends to nine. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("moved")
    void keysMoveWhenOneOfTenLeaves(String what, PolicySpec spec, double percent, double tolerance) {
        double sum = 0;
        for (int gone = 0; gone < 10; gone++) {
            sum += movedPercent(spec, gone);
        }
        assertThat(sum / 10).as(what).isCloseTo(percent, within(tolerance));
    }

    // One in slow start weighs a hundredth, and the ring is as large as it gets: its share is less than a point.
    @Test
    void onARingThatIsFullTheLightestStillHasAPointAndIsFoundWhenAllOthersTurnedTheRequestAway() {
        Snapshot uneven = Given.weights(1_000_000, 1_000_000, 1_000_000, 1);
        RingHash policy = (RingHash) policy(spec("ring_hash"));
        List<Backend> heavy = uneven.candidates().subList(0, 3);
        Choice choice = policy.select(uneven, new Given.Asked("a key", Set.copyOf(heavy)));
        assertThat(choice)
                .isInstanceOfSatisfying(
                        Choice.Picked.class,
                        picked -> assertThat(picked.backend())
                                .isEqualTo(uneven.candidates().get(3)));
    }

    @Test
    void onlyKeysOfTheOneThatLeftMoveOnAFixedRingAndByRendezvous() {
        for (PolicySpec spec :
                new PolicySpec[] {spec("rendezvous"), spec("ring_hash").withPointsPerBackend(40)}) {
            HashingPolicy policy = policy(spec);
            Snapshot all = Given.backends(10);
            Snapshot less = Given.without(all, 4);
            for (int key = 0; key < 10_000; key++) {
                long hash = XxHash64.hash("key-" + key, 0);
                Backend before = all.candidates().get(policy.place(all, hash));
                Backend after = less.candidates().get(policy.place(less, hash));
                assertThat(after == before || before == all.candidates().get(4)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameKeyGoesTheSameWayAndManyKeysGoEveryWay(String name) {
        Policy policy = Policies.make(spec(name), new SplittableRandom(1));
        Snapshot ten = Given.backends(10);
        for (int key = 0; key < 2_000; key++) {
            Backend first = Given.pick(policy, ten, Given.key("key-" + key));
            assertThat(Given.pick(policy, ten, Given.key("key-" + key))).isSameAs(first);
            first.choose();
        }
        assertThat(ten.candidates())
                .allSatisfy(backend -> assertThat(backend.chosen()).isBetween(80L, 400L));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRequestWithoutTheHeaderIsSpreadByChanceAndSaysSo(String name) {
        Policy policy = Policies.make(spec(name), new SplittableRandom(1));
        Snapshot ten = Given.backends(10);
        for (int request = 0; request < 1_000; request++) {
            Given.pick(policy, ten, Given.request()).choose();
        }
        assertThat(ten.candidates())
                .allSatisfy(backend -> assertThat(backend.chosen()).isBetween(20L, 300L));
        assertThat(Given.reason(policy, ten, Given.request())).startsWith("no header x-key, so by chance hash ");
    }

    @ParameterizedTest
    @MethodSource("names")
    void theReasonDoesNotShowTheKey(String name) {
        Policy policy = Policies.make(spec(name), new SplittableRandom(1));
        assertThat(Given.reason(policy, Given.backends(10), Given.key("a-secret")))
                .matches("hash [0-9a-f]{16} of the header x-key.*")
                .doesNotContain("a-secret");
    }

    @Test
    void theClientAddressIsHashedWithoutItsPort() {
        Policy policy = Policies.make(PolicySpec.of("ip_hash"), new SplittableRandom(1));
        Snapshot ten = Given.backends(10);
        int expected = (int) Long.remainderUnsigned(XxHash64.hash("127.0.0.1", 0), 10);
        assertThat(Given.pick(policy, ten, Given.request()))
                .isSameAs(ten.candidates().get(expected));
    }

    @Test
    void rendezvousFollowsTheWeights() {
        HashingPolicy policy = policy(spec("rendezvous"));
        Snapshot snapshot = Given.weights(5, 1, 2);
        double[] shares = shares(policy, snapshot);
        assertThat(shares[0]).isCloseTo(5 / 8.0, within(0.01));
        assertThat(shares[1]).isCloseTo(1 / 8.0, within(0.01));
        assertThat(shares[2]).isCloseTo(2 / 8.0, within(0.01));
    }

    @Test
    void aRingFollowsTheWeights() {
        HashingPolicy policy = policy(spec("ring_hash").withTableSize(65_536));
        double[] shares = shares(policy, Given.weights(5, 1, 2));
        assertThat(shares[0]).isCloseTo(5 / 8.0, within(0.03));
        assertThat(shares[1]).isCloseTo(1 / 8.0, within(0.03));
    }

    /** Envoy: 1,024 over ten makes 103 for each, so that every share is whole. */
    @Test
    void aRingHasWholeSharesAndNeverMoreThanItsBound() {
        assertThat(Ring.shared(Given.backends(10), 1_024).size()).isEqualTo(1_030);
        assertThat(Ring.shared(Given.weights(1, 2), 1_024).size()).isEqualTo(1_026);
        assertThat(Ring.fixed(Given.weights(2, 4), 10).size()).isEqualTo(60);
        Snapshot heavy = Given.backends(1_000);
        Snapshot weighted = Snapshot.weighted(
                1,
                heavy.candidates(),
                IntStream.range(0, 1_000).map(i -> 1_000 - i).toArray());
        assertThat(Ring.fixed(weighted, 1_024).size()).isBetween(Ring.MOST_POINTS - 500, Ring.MOST_POINTS + 500);
        assertThat(Ring.shared(weighted, 65_536).size()).isBetween(Ring.MOST_POINTS - 500, Ring.MOST_POINTS + 500);
    }

    @Test
    void aBackendThatWarmsUpTakesNoKeyFromOneOldBackendToAnother() {
        HashingPolicy policy = policy(spec("ring_hash").withPointsPerBackend(100));
        Snapshot warm = Given.weights(1, 1, 1);
        Snapshot tenth = new Snapshot(2, warm.candidates(), List.of(10, 10, 1), 10, List.of(), "");
        Snapshot third = new Snapshot(3, warm.candidates(), List.of(100, 100, 33), 100, List.of(), "");
        int[] cold = places(policy, Given.without(warm, 2));
        int[] at10 = places(policy, tenth);
        int[] at33 = places(policy, third);
        for (int key = 0; key < KEYS; key++) {
            assertThat(at10[key] == cold[key] || at10[key] == 2).isTrue();
            assertThat(at33[key] == at10[key] || at33[key] == 2).isTrue();
        }
    }

    @Test
    void aPointBelongsToTheFirstOneAtOrBehindIt() {
        Snapshot one = Given.weights(1);
        Ring ring = Ring.fixed(one, 3);
        long[] hashes =
                IntStream.range(0, 3).mapToLong(i -> XxHash64.hash("a_" + i, 0)).toArray();
        long highest = IntStream.range(0, 3)
                .mapToObj(i -> hashes[i])
                .max(Long::compareUnsigned)
                .orElseThrow();
        assertThat(ring.point(highest)).isEqualTo(2);
        assertThat(ring.point(highest + (1L << 16)))
                .as("past the last it is the first")
                .isZero();
        assertThat(ring.point(0)).isZero();
    }

    @Test
    void noBackendGoesAboveItsBoundWhileKeysAllWantTheSame() {
        Policy policy = Policies.make(spec("bounded_loads"), new SplittableRandom(1));
        Snapshot ten = Given.backends(10);
        for (int request = 1; request <= 1_000; request++) {
            Given.pick(policy, ten, Given.key("everybody's")).begin();
            long bound = (long) Math.ceil(1.25 * request / 10);
            assertThat(ten.candidates())
                    .allSatisfy(backend -> assertThat(backend.active()).isLessThanOrEqualTo(bound));
        }
        Given.pick(policy, ten, Given.key("everybody's")).begin();
        assertThat(Given.reason(policy, ten, Given.key("everybody's"))).matches(".* under way of 126 allowed.*");
    }

    @Test
    void theBoundGivesWayWhenOnlyFullOnesAreLeft() {
        Policy policy = Policies.make(spec("bounded_loads"), new SplittableRandom(1));
        Snapshot two = Given.weights(1, 1);
        Backend full = two.candidates().getFirst();
        full.begin();
        full.begin();
        Choice choice =
                policy.select(two, new Given.Asked("k", Set.of(two.candidates().getLast())));
        assertThat(choice)
                .isInstanceOfSatisfying(
                        Choice.Picked.class,
                        picked -> assertThat(picked.backend()).isSameAs(full));
        assertThat(choice.reason().text()).endsWith(": no backend that is left has room; the first of them");
    }

    private static double movedPercent(PolicySpec spec, int gone) {
        HashingPolicy policy = policy(spec);
        Snapshot ten = Given.backends(10);
        Snapshot nine = Given.without(ten, gone);
        int[] before = places(policy, ten);
        int[] after = places(policy, nine);
        long moved = IntStream.range(0, KEYS)
                .filter(key -> before[key] != (after[key] < gone ? after[key] : after[key] + 1))
                .count();
        return moved * 100.0 / KEYS;
    }

    private static int[] places(HashingPolicy policy, Snapshot snapshot) {
        return IntStream.range(0, KEYS)
                .map(key -> policy.place(snapshot, XxHash64.hash("key-" + key, 0)))
                .toArray();
    }

    private static double[] shares(HashingPolicy policy, Snapshot snapshot) {
        double[] shares = new double[snapshot.candidates().size()];
        for (int place : places(policy, snapshot)) {
            shares[place] += 1.0 / KEYS;
        }
        return shares;
    }

    private static PolicySpec spec(String name) {
        return PolicySpec.of(name).withKey(Given.HEADER);
    }

    private static HashingPolicy policy(PolicySpec spec) {
        return (HashingPolicy) Policies.make(spec, new SplittableRandom(1));
    }
}
