package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UnderWayTest {
    private record Expected(long arrived, long started, long end, int where, boolean fails) {}

    @Test
    void gives_back_the_earliest_end_with_what_belongs_to_it_as_a_simpler_queue_does() {
        UnderWay queue = new UnderWay();
        PriorityQueue<Expected> simple = new PriorityQueue<>(Comparator.comparingLong(Expected::end));
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 0; step < 200_000; step++) {
            boolean grow = step % 20_000 < 12_000;
            if (simple.isEmpty() || random.nextInt(100) < (grow ? 70 : 20)) {
                // Each end is there once, so that both queues have the same order.
                Expected one = new Expected(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextBoolean());
                queue.add(one.arrived(), one.started(), one.end(), one.where(), one.fails());
                simple.add(one);
            } else {
                int slot = queue.next();
                assertThat(new Expected(
                                queue.arrivedAt(slot),
                                queue.startedAt(slot),
                                queue.nextEnd(),
                                queue.where(slot),
                                queue.fails(slot)))
                        .isEqualTo(simple.remove());
                queue.remove();
            }
            assertThat(queue.size()).isEqualTo(simple.size());
        }
    }
}
