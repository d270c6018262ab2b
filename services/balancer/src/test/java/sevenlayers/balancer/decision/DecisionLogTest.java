package sevenlayers.balancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.Choice;

class DecisionLogTest {
    private static final Set<Layer> BOTH = EnumSet.allOf(Layer.class);
    private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 1);
    private static final Choice NOTHING = new Choice.Nothing(() -> "none");

    private final DecisionLog log = new DecisionLog(InstantSource.fixed(Instant.EPOCH));

    @Test
    void aReaderGetsThePastItAskedForAndThenWhatIsNew() {
        decide(5);
        DecisionLog.Reader reader = log.reader(2, BOTH);
        assertThat(numbers(reader)).containsExactly(4L, 5L);
        decide(1);
        assertThat(numbers(reader)).containsExactly(6L);
    }

    @Test
    void thePastIsCountedInWantedDecisionsAndEndsWithTheRing() {
        decide(Layer.L4, 5);
        decide(Layer.L7, 5);
        assertThat(numbers(log.reader(2, Set.of(Layer.L4)))).containsExactly(4L, 5L);
        assertThat(numbers(log.reader(6, Set.of(Layer.L4)))).containsExactly(1L, 2L, 3L, 4L, 5L);
        decide(DecisionLog.CAPACITY);
        assertThat(numbers(log.reader(1, Set.of(Layer.L4)))).isEmpty();
    }

    @Test
    void aReaderOfOneLayerIsToldHowManyOfThatLayerItMissed() {
        decide(Layer.L4, 3);
        DecisionLog.Reader both = log.reader(0, BOTH);
        DecisionLog.Reader reader = log.reader(1, Set.of(Layer.L4));
        assertThat(reader.next()).extracting(DecisionLog.Read::missed).isEqualTo(0L);
        decide(Layer.L7, 700);
        decide(Layer.L4, 200);
        decide(Layer.L7, 999);
        decide(Layer.L4, 1); // the 204th on L4, and the oldest 200 are gone
        assertThat(reader.next()).isNotNull().satisfies(read -> {
            assertThat(read.decision().number()).isEqualTo(1_903);
            assertThat(read.missed()).isEqualTo(200);
        });
        assertThat(reader.next()).isNull();
        decide(Layer.L4, 1);
        assertThat(reader.next()).extracting(DecisionLog.Read::missed).isEqualTo(0L);
        assertThat(both.next()).extracting(DecisionLog.Read::missed).isEqualTo(901L);
        assertThat(both.next()).extracting(DecisionLog.Read::missed).isEqualTo(0L);
    }

    @Test
    void aLongPathIsCut() {
        log.record(Layer.L7, CLIENT, "/" + "x".repeat(50_000), NOTHING, null, Snapshot.EMPTY);
        assertThat(log.reader(1, BOTH).next())
                .extracting(read -> read.decision().path())
                .isEqualTo("/" + "x".repeat(199) + "…");
    }

    @Test
    void decisionsWithTheSameCandidatesShareOneListWhateverTheSnapshot() {
        List<Backend> backends = List.of(Backend.named("a"), Backend.named("b"));
        DecisionLog.Reader reader = log.reader(0, BOTH);
        for (int version = 1; version <= 3; version++) {
            log.record(
                    Layer.L7,
                    CLIENT,
                    "/",
                    NOTHING,
                    null,
                    Snapshot.weighted(version, List.copyOf(new ArrayList<>(backends)), version, 1));
        }
        log.record(Layer.L7, CLIENT, "/", NOTHING, null, Snapshot.of(4, List.of(backends.getLast())));
        List<List<Backend>> seen = Stream.generate(reader::next)
                .takeWhile(Objects::nonNull)
                .map(read -> read.decision().candidates())
                .toList();
        assertThat(seen.get(1)).isSameAs(seen.get(0));
        assertThat(seen.get(2)).isSameAs(seen.get(0));
        assertThat(seen.get(3)).containsExactly(backends.getLast());
    }

    @Test
    void ofAThousandCandidatesADecisionKeepsAHundred() {
        List<Backend> many =
                Stream.generate(() -> Backend.named("a")).limit(1_000).toList();
        log.record(Layer.L7, CLIENT, "/", NOTHING, null, Snapshot.of(1, many));
        assertThat(log.reader(1, BOTH).next())
                .extracting(read -> read.decision().candidates())
                .isEqualTo(many.subList(0, 100));
    }

    @Test
    void aSlowReaderFindsAGapAndTheNewestThousand() {
        decide(1);
        DecisionLog.Reader reader = log.reader(1, BOTH);
        assertThat(numbers(reader)).containsExactly(1L);
        decide(2 * DecisionLog.CAPACITY);
        assertThat(numbers(reader))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1_002, 2_001).boxed().toList());
    }

    @Test
    void aWatcherIsToldOnceForEachDecisionUntilItEnds() {
        AtomicInteger told = new AtomicInteger();
        try (DecisionLog.Watch _ = log.watch(told::incrementAndGet)) {
            decide(3);
        }
        decide(3);
        assertThat(told).hasValue(3);
    }

    @Test
    void aReaderSeesNumbersOnlyRiseWhileManyDecide() {
        DecisionLog.Reader reader = log.reader(0, BOTH);
        List<Long> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> decide(20_000));
            }
            while (seen.isEmpty() || seen.getLast() < 80_000) {
                seen.addAll(numbers(reader));
            }
        }
        assertThat(seen).isSorted().doesNotHaveDuplicates();
    }

    private void decide(int times) {
        decide(Layer.L7, times);
    }

    private void decide(Layer layer, int times) {
        for (int i = 0; i < times; i++) {
            log.record(layer, CLIENT, "/a/B", NOTHING, null, Snapshot.EMPTY);
        }
    }

    private static List<Long> numbers(DecisionLog.Reader reader) {
        return Stream.generate(reader::next)
                .takeWhile(Objects::nonNull)
                .map(read -> read.decision().number())
                .toList();
    }
}
