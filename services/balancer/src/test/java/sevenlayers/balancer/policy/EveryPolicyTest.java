package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/** What holds for every policy of the catalogue, whatever the backends, the weights and the load. */
class EveryPolicyTest {
    private static final int ROUNDS = 100;

    static Stream<String> names() {
        return Policies.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void choosesACandidateThatHasNotBeenTriedAsLongAsThereIsOne(String name) {
        SplittableRandom random = new SplittableRandom(4);
        Policy policy = Policies.make(PolicySpec.of(name), random.split());
        Snapshot snapshot = Given.backends(12);
        for (int version = 2; version < ROUNDS; version++) {
            snapshot = change(snapshot, version, random);
            Set<Backend> tried = new HashSet<>();
            while (tried.size() < snapshot.candidates().size()) {
                Choice choice = policy.select(snapshot, new Given.Asked("key-" + version, tried));
                assertThat(choice).isInstanceOf(Choice.Picked.class);
                Backend picked = ((Choice.Picked) choice).backend();
                assertThat(snapshot.candidates()).contains(picked);
                assertThat(tried).doesNotContain(picked);
                assertThat(choice.reason().text()).isNotBlank();
                assertThat(choice.reason().scores())
                        .allSatisfy(score -> assertThat(tried).doesNotContain(score.backend()))
                        .allSatisfy(score -> assertThat(score.value()).isFinite());
                tried.add(picked);
                load(picked, random);
            }
            assertThat(policy.select(snapshot, new Given.Asked("key", tried))
                            .reason()
                            .text())
                    .endsWith("turned it away");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void saysWhyThereIsNoneToChoose(String name) {
        Policy policy = Policies.make(PolicySpec.of(name), new SplittableRandom(1));
        policy.prepare(Snapshot.EMPTY);
        Choice choice = policy.select(Snapshot.EMPTY, Given.request());
        assertThat(choice).isInstanceOf(Choice.Nothing.class);
        assertThat(choice.reason().text()).isEqualTo("no backend is listed");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aLoneBackendGetsEverything(String name) {
        Policy policy = Policies.make(PolicySpec.of(name), new SplittableRandom(1));
        assertThat(Given.picks(policy, Given.weights(3), 20)).isEqualTo("a".repeat(20));
    }

    @ParameterizedTest
    @MethodSource("names")
    void manyThreadsMayAskWhileTheListChanges(String name) throws Exception {
        Policy policy = Policies.make(PolicySpec.of(name), new ThreadRandom());
        List<Snapshot> versions = new ArrayList<>(List.of(Given.backends(9)));
        SplittableRandom random = new SplittableRandom(5);
        for (int version = 2; version < 50; version++) {
            versions.add(change(versions.getLast(), version, random));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> ends = IntStream.range(0, 4)
                    .mapToObj(_ -> threads.submit(() -> askThrough(policy, versions)))
                    .toList();
            for (Future<Integer> end : ends) {
                assertThat(end.get()).isEqualTo(50 * versions.size());
            }
        }
    }

    private static int askThrough(Policy policy, List<Snapshot> versions) {
        int picked = 0;
        for (Snapshot snapshot : versions) {
            for (int i = 0; i < 50; i++) {
                Backend backend = Given.pick(policy, snapshot, Given.key("key-" + i));
                backend.begin();
                picked += snapshot.candidates().contains(backend) ? 1 : 0;
                backend.end();
            }
        }
        return picked;
    }

    @ParameterizedTest
    @ValueSource(strings = {"smooth_weighted_round_robin", "edf", "static_stride"})
    void turnsAreInExactProportionToTheWeightsAfterAWholeRound(String name) {
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 50; round++) {
            int[] weights = random.ints(1 + random.nextInt(8), 1, 30).toArray();
            Snapshot snapshot = Given.weights(weights);
            Policy policy = Policies.make(PolicySpec.of(name), random);
            Given.picks(policy, snapshot, 0);
            int total = IntStream.of(weights).sum();
            for (int pick = 0; pick < total; pick++) {
                Given.pick(policy, snapshot, Given.request()).choose();
            }
            assertThat(snapshot.candidates().stream().mapToLong(Backend::chosen).toArray())
                    .as("weights %s", snapshot.weights())
                    .containsExactly(IntStream.of(weights).asLongStream().toArray());
        }
    }

    /** Neither gets more than a turn ahead of what is due to it, nor falls further behind than the others together could push it. */
    @ParameterizedTest
    @ValueSource(strings = {"smooth_weighted_round_robin", "edf"})
    void nobodyGetsFarAheadOfItsDue(String name) {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 30; round++) {
            int[] weights = random.ints(2 + random.nextInt(6), 1, 100).toArray();
            double total = IntStream.of(weights).sum();
            Snapshot snapshot = Given.weights(weights);
            Policy policy = Policies.make(PolicySpec.of(name), random);
            for (int pick = 1; pick <= total; pick++) {
                Given.pick(policy, snapshot, Given.request()).choose();
                for (int i = 0; i < weights.length; i++) {
                    double due = pick * weights[i] / total;
                    assertThat(snapshot.candidates().get(i).chosen() - due)
                            .isBetween(-(double) weights.length, (double) weights.length);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round_robin", "smooth_weighted_round_robin", "edf", "static_stride", "least_connections"})
    void withEqualWeightsMostAndLeastDifferByOneAtAnyMoment(String name) {
        Policy policy = Policies.make(PolicySpec.of(name), new SplittableRandom(1));
        Snapshot seven = Given.backends(7);
        for (int pick = 0; pick < 500; pick++) {
            Given.pick(policy, seven, Given.request()).choose();
            var chosen = seven.candidates().stream().mapToLong(Backend::chosen).summaryStatistics();
            assertThat(chosen.getMax() - chosen.getMin()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smooth_weighted_round_robin",
                "edf",
                "static_stride",
                "weighted_random",
                "maglev",
                "rendezvous",
                "ring_hash"
            })
    void weightsAreRespected(String name) {
        PolicySpec spec = PolicySpec.of(name);
        if (Parameter.KEY.fill(spec) instanceof PolicySpec keyed
                && Policies.problems(keyed).isEmpty()) {
            spec = spec.withKey(Given.HEADER);
        }
        Policy policy = Policies.make(spec, new SplittableRandom(8));
        Snapshot snapshot = Given.weights(6, 3, 1);
        for (int pick = 0; pick < 20_000; pick++) {
            Given.pick(policy, snapshot, Given.key("key-" + pick)).choose();
        }
        double[] shares = snapshot.candidates().stream()
                .mapToDouble(backend -> backend.chosen() / 20_000.0)
                .toArray();
        assertThat(shares)
                .containsExactly(new double[] {0.6, 0.3, 0.1}, within(name.equals("ring_hash") ? 0.06 : 0.02));
    }

    @Test
    void anOlderSnapshotThatComesLateDoesNotPushOutTheNewerTable() {
        List<Long> made = new ArrayList<>();
        PerSnapshot<Long> tables = new PerSnapshot<>(snapshot -> {
            made.add(snapshot.version());
            return snapshot.version();
        });
        Snapshot old = Given.backends(2);
        Snapshot next = Given.without(old, 0);
        assertThat(tables.of(old)).isEqualTo(1);
        assertThat(tables.of(next)).isEqualTo(2);
        assertThat(tables.of(old)).isEqualTo(1);
        assertThat(tables.of(next)).isEqualTo(2);
        assertThat(made).containsExactly(1L, 2L, 1L);
    }

    /** Some leave, some join, weights change. */
    private static Snapshot change(Snapshot before, int version, SplittableRandom random) {
        List<Backend> next = new ArrayList<>(before.candidates());
        if (next.size() > 1) {
            next.remove(random.nextInt(next.size()));
        }
        while (next.size() < 2 || (next.size() < 15 && random.nextBoolean())) {
            next.add(Backend.named("joined-" + version + "-" + next.size()));
        }
        return Snapshot.weighted(version, next, random.ints(next.size(), 1, 50).toArray());
    }

    private static void load(Backend backend, SplittableRandom random) {
        backend.begin();
        backend.firstResponse().observe(0, random.nextLong(1, 1_000_000_000));
        if (random.nextBoolean()) {
            backend.end();
        }
    }
}
