package sevenlayers.balancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.Choice;

class DecisionLogTest {
    private final DecisionLog log = new DecisionLog(InstantSource.fixed(Instant.EPOCH));

    @Test
    void aReaderGetsThePastItAskedForAndThenWhatIsNew() {
        decide(5);
        DecisionLog.Reader reader = log.reader(2, _ -> true);
        assertThat(numbers(reader)).containsExactly(4L, 5L);
        decide(1);
        assertThat(numbers(reader)).containsExactly(6L);
    }

    @Test
    void thePastIsCountedInWantedDecisionsAndEndsWithTheRing() {
        decide(10);
        assertThat(numbers(log.reader(2, decision -> decision.number() <= 5))).startsWith(4L);
        assertThat(numbers(log.reader(6, decision -> decision.number() <= 5))).startsWith(1L);
        decide(DecisionLog.CAPACITY);
        assertThat(numbers(log.reader(1, _ -> false))).startsWith(11L);
    }

    @Test
    void aSlowReaderFindsAGapAndTheNewestThousand() {
        decide(1);
        DecisionLog.Reader reader = log.reader(1, _ -> true);
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
        DecisionLog.Reader reader = log.reader(0, _ -> true);
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
        for (int i = 0; i < times; i++) {
            log.record(
                    Layer.L7,
                    new InetSocketAddress("127.0.0.1", 1),
                    "/a/B",
                    new Choice.Nothing(() -> "none"),
                    null,
                    Snapshot.EMPTY);
        }
    }

    private static List<Long> numbers(DecisionLog.Reader reader) {
        return Stream.generate(reader::next)
                .takeWhile(Objects::nonNull)
                .map(Decision::number)
                .toList();
    }
}
