package sevenlayers.node.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Threads on paper: the test says when each is on a core. */
class TogetherTest {

    /** How often a computing thread looks at the clocks, in nanoseconds. */
    private static final long LOOK = 10_000;

    private static final long TICK = 1_000_000;

    private final Together together = new Together();
    private final List<Paper> threads = new ArrayList<>();
    private long now = 5 * TICK;

    /** A thread with its own CPU time. */
    private final class Paper {
        private final Together.Run run = together.begin(now, 0);
        private long cpu;

        Paper() {
            threads.add(this);
        }
    }

    /** For so long, these threads are on cores and the others are not. */
    private void compute(long nanos, Paper... onCores) {
        for (long end = now + nanos; now < end; now += LOOK) {
            for (Paper thread : onCores) {
                thread.cpu += LOOK;
                thread.run.there(now + LOOK, thread.cpu);
            }
        }
    }

    private List<Integer> most() {
        return threads.stream().map(thread -> thread.run.most()).toList();
    }

    @Test
    void a_thread_alone_is_one() {
        compute(20 * TICK, new Paper());
        assertThat(most()).containsExactly(1);
    }

    @Test
    void threads_on_cores_at_the_same_moment_count_each_other() {
        Paper one = new Paper();
        Paper two = new Paper();
        Paper three = new Paper();
        compute(2 * TICK, one, two);
        compute(2 * TICK, two, three);
        assertThat(most()).containsExactly(2, 2, 2);
        compute(2 * TICK, one, two, three);
        assertThat(most()).containsExactly(3, 3, 3);
    }

    @Test
    void threads_that_take_turns_on_one_core_are_never_together() {
        Paper one = new Paper();
        Paper two = new Paper();
        Paper three = new Paper();
        for (int turn = 0; turn < 20; turn++) {
            compute(TICK, one);
            compute(TICK, two);
            compute(TICK, three);
        }
        assertThat(most()).containsExactly(1, 1, 1);
    }

    @Test
    void a_moment_that_is_too_short_does_not_count() {
        Paper one = new Paper();
        Paper two = new Paper();
        compute(3 * TICK, one);
        compute(300_000, one, two);
        compute(3 * TICK, one);
        assertThat(most()).containsExactly(1, 1);
    }

    @Test
    void a_run_goes_on_after_an_interrupt_that_took_no_turn() {
        Paper one = new Paper();
        Paper two = new Paper();
        compute(300_000, one, two);
        now += 50_000; // away from their cores, both: their CPU time stands still
        compute(500_000, one, two);
        assertThat(most()).containsExactly(2, 2);
    }

    @Test
    void a_thread_that_is_done_counts_no_more() {
        Paper one = new Paper();
        Paper two = new Paper();
        compute(3 * TICK, two);
        two.run.close();
        compute(3 * TICK, one);
        assertThat(most()).containsExactly(1, 1);
    }
}
