package sevenlayers.handshake.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final Scheduler scheduler = new Scheduler();
    private final List<String> happened = new ArrayList<>();

    private Timer says(String what) {
        return new Timer() {
            @Override
            protected void fire() {
                happened.add(what + " at " + scheduler.nowNanos());
            }
        };
    }

    @Test
    void time_jumps_from_one_thing_to_the_next() {
        scheduler.arm(says("second"), 70);
        scheduler.arm(says("first"), 30);
        while (scheduler.step()) {}
        assertThat(happened).containsExactly("first at 30", "second at 70");
        assertThat(scheduler.fired()).isEqualTo(2);
    }

    @Test
    void at_the_same_time_what_was_armed_first_happens_first() {
        for (int i = 0; i < 50; i++) {
            scheduler.arm(says("" + i), 5);
        }
        while (scheduler.step()) {}
        for (int i = 0; i < 50; i++) {
            assertThat(happened.get(i)).isEqualTo(i + " at 5");
        }
    }

    @Test
    void a_timer_that_is_armed_again_fires_at_the_new_time_only_and_behind_those_of_that_time() {
        Timer moved = says("moved");
        scheduler.arm(moved, 10);
        scheduler.arm(says("other"), 20);
        scheduler.arm(moved, 20);
        assertThat(scheduler.pending()).isEqualTo(2);
        while (scheduler.step()) {}
        assertThat(happened).containsExactly("other at 20", "moved at 20");
    }

    @Test
    void a_cancelled_timer_does_not_fire_and_can_be_armed_again() {
        Timer timer = says("it");
        scheduler.arm(timer, 10);
        scheduler.cancel(timer);
        scheduler.cancel(timer);
        assertThat(timer.isArmed()).isFalse();
        assertThat(scheduler.step()).isFalse();
        scheduler.arm(timer, 40);
        assertThat(scheduler.nextAtNanos()).isEqualTo(40);
        while (scheduler.step()) {}
        assertThat(happened).containsExactly("it at 40");
    }

    @Test
    void a_time_that_has_passed_is_now() {
        scheduler.runUntil(100);
        scheduler.arm(says("late"), 3);
        scheduler.step();
        assertThat(happened).containsExactly("late at 100");
    }

    @Test
    void running_until_a_time_includes_it_and_stands_there() {
        scheduler.arm(says("in"), 50);
        scheduler.arm(says("out"), 51);
        scheduler.runUntil(50);
        assertThat(happened).containsExactly("in at 50");
        assertThat(scheduler.nowNanos()).isEqualTo(50);
        scheduler.runUntil(20);
        assertThat(scheduler.nowNanos()).isEqualTo(50);
    }

    @Test
    void any_order_of_arming_moving_and_cancelling_fires_in_order_of_time_and_arming() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Scheduler tried = new Scheduler();
            record Due(int name, long at, int order) {}
            List<Due> expected = new ArrayList<>();
            List<Integer> fired = new ArrayList<>();
            List<Timer> timers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int name = i;
                timers.add(new Timer() {
                    @Override
                    protected void fire() {
                        fired.add(name);
                    }
                });
            }
            for (int order = 0; order < 300; order++) {
                int name = random.nextInt(timers.size());
                expected.removeIf(due -> due.name == name);
                if (random.nextInt(4) == 0) {
                    tried.cancel(timers.get(name));
                } else {
                    long at = random.nextInt(60);
                    tried.arm(timers.get(name), at);
                    expected.add(new Due(name, at, order));
                }
            }
            expected.sort(Comparator.comparingLong(Due::at).thenComparingInt(Due::order));
            while (tried.step()) {}
            assertThat(fired)
                    .as("seed %d", seed)
                    .isEqualTo(expected.stream().map(Due::name).toList());
        }
    }
}
