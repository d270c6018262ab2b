package sevenlayers.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Transition;
import sevenlayers.balancer.decision.Layer;

class HealthLogTest {
    private static final Set<Layer> BOTH = EnumSet.allOf(Layer.class);

    private final HealthLog log = new HealthLog(InstantSource.fixed(Instant.EPOCH));

    @Test
    void aReaderGetsThePastItAskedForAndThenWhatIsNew() {
        happen(Layer.L4, 3);
        happen(Layer.L7, 2);
        HealthLog.Reader reader = log.reader(2, BOTH);
        assertThat(numbers(reader)).containsExactly(4L, 5L);
        happen(Layer.L7, 1);
        assertThat(numbers(reader)).containsExactly(6L);
        assertThat(numbers(log.reader(2, Set.of(Layer.L4)))).containsExactly(2L, 3L);
        assertThat(numbers(log.reader(1_000, BOTH))).hasSize(6);
    }

    @Test
    void aSlowReaderIsToldHowManyOfItsLayerItMissed() {
        HealthLog.Reader both = log.reader(0, BOTH);
        HealthLog.Reader l4 = log.reader(0, Set.of(Layer.L4));
        happen(Layer.L4, 30);
        happen(Layer.L7, 980);
        happen(Layer.L4, 10); // of 1,020 the first 20 are gone, all of L4
        assertThat(Objects.requireNonNull(both.next()).missed()).isEqualTo(20);
        HealthLog.Read first = Objects.requireNonNull(l4.next());
        assertThat(first.missed()).isEqualTo(20);
        assertThat(first.event().number()).isEqualTo(21);
        assertThat(reads(l4))
                .extracting(HealthLog.Read::missed)
                .containsOnly(0L)
                .hasSize(19);
    }

    @Test
    void aWatcherIsToldOfEachEventUntilItEnds() {
        AtomicInteger told = new AtomicInteger();
        try (HealthLog.Watch _ = log.watch(told::incrementAndGet)) {
            happen(Layer.L4, 3);
        }
        happen(Layer.L4, 3);
        assertThat(told).hasValue(3);
    }

    private void happen(Layer layer, int times) {
        for (int i = 0; i < times; i++) {
            log.record(layer, new Transition(null, null, null, "panic"));
        }
    }

    private static List<HealthLog.Read> reads(HealthLog.Reader reader) {
        return Stream.generate(reader::next).takeWhile(Objects::nonNull).toList();
    }

    private static List<Long> numbers(HealthLog.Reader reader) {
        return reads(reader).stream().map(read -> read.event().number()).toList();
    }
}
