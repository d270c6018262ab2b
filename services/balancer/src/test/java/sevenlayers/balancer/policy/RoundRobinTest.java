package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

class RoundRobinTest {
    private final RoundRobin policy = new RoundRobin();

    @Test
    void mostAndLeastChosenDifferByAtMostOneAtAnyMoment() {
        Snapshot three = backends(3);
        for (int turn = 0; turn < 1_000; turn++) {
            pick(three, Set.of()).choose();
            LongStream chosen = three.candidates().stream().mapToLong(Backend::chosen);
            var summary = chosen.summaryStatistics();
            assertThat(summary.getMax() - summary.getMin()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void isExactWhenManyThreadsChooseAtOnce() {
        Snapshot five = backends(5);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 8)
                    .forEach(_ -> threads.execute(() -> {
                        for (int turn = 0; turn < 10_000; turn++) {
                            pick(five, Set.of()).choose();
                        }
                    }));
        }
        assertThat(five.candidates()).extracting(Backend::chosen).containsOnly(16_000L);
    }

    @Test
    void theShareOfADeadBackendFallsEvenlyOnTheRest() {
        Snapshot three = backends(3);
        Backend dead = three.candidates().get(1);
        for (int request = 0; request < 300; request++) {
            Backend first = pick(three, Set.of());
            Backend served = first == dead ? pick(three, Set.of(dead)) : first;
            served.choose();
        }
        assertThat(three.candidates()).extracting(Backend::chosen).containsExactly(150L, 0L, 150L);
    }

    @Test
    void saysWhichTurnItWas() {
        Snapshot three = backends(3);
        pick(three, Set.of());
        assertThat(policy.select(three, request(Set.of())).reason().text()).isEqualTo("turn 2 of 3 backends");
        assertThat(policy.select(three, request(Set.of(three.candidates().get(2))))
                        .reason()
                        .text())
                .isEqualTo("turn 3 of 3 backends, 1 passed over: tried before");
    }

    @Test
    void saysWhyItCannotChoose() {
        Snapshot one = backends(1);
        assertThat(policy.select(Snapshot.EMPTY, request(Set.of()))).isInstanceOf(Choice.Nothing.class);
        Choice tried = policy.select(one, request(Set.copyOf(one.candidates())));
        assertThat(tried).isInstanceOf(Choice.Nothing.class);
        assertThat(tried.reason().text()).isEqualTo("the only backend turned it away");
    }

    private Backend pick(Snapshot snapshot, Set<Backend> tried) {
        return ((Choice.Picked) policy.select(snapshot, request(tried))).backend();
    }

    private static Snapshot backends(int count) {
        return Snapshot.of(
                1,
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> new Backend(new InetSocketAddress("127.0.0." + i, 9000)))
                        .toList());
    }

    private static Request request(Set<Backend> tried) {
        return new Request() {
            @Override
            public InetSocketAddress client() {
                return new InetSocketAddress("127.0.0.1", 40_000);
            }

            @Override
            public Set<Backend> tried() {
                return tried;
            }

            @Override
            public long nanoTime() {
                return 0;
            }
        };
    }
}
