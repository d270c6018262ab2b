package sevenlayers.handshake.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowanceTest {
    private static final long ALL = 96 << 20;
    private final Pool pool = new Pool(ALL);

    /** Takes as long as it gets. */
    private static void greedily(Allowance run) {
        try {
            while (true) {
                run.change(10_000);
            }
        } catch (OutOfMemory full) {
            assertThat(full).hasMessageContaining("there is no room for more");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.667", "2, 0.4", "3, 0.286", "10, 0.095"})
    void greedy_runs_hold_the_same_and_leave_room_for_another(int runs, double share) {
        List<Allowance> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            all.add(Allowance.of(pool));
        }
        // In turns, as runs go on.
        for (int turn = 0; turn < 20_000; turn++) {
            for (Allowance run : all) {
                try {
                    run.change(10_000);
                } catch (OutOfMemory _) {
                    run.change(-10_000); // it goes no further
                }
            }
        }
        assertThat(all)
                .allSatisfy(run -> assertThat((double) run.heldBytes() / ALL).isCloseTo(share, within(0.01)));
        assertThat((double) pool.freeBytes() / ALL).isCloseTo(share / 2, within(0.01));
        try (Allowance later = Allowance.of(pool)) {
            later.change(1 << 20);
            assertThat(later.heldBytes()).isEqualTo(1 << 20);
        }
    }

    @Test
    void what_is_given_back_and_what_a_run_had_when_it_ended_is_free_again() {
        Allowance first = Allowance.of(pool);
        greedily(first);
        first.change(-first.heldBytes());
        assertThat(pool.freeBytes()).isGreaterThan(ALL - (1 << 20));
        greedily(first);
        first.close();
        assertThat(pool.freeBytes()).isEqualTo(ALL);
    }

    @Test
    void one_large_thing_that_does_not_fit_takes_nothing() {
        Allowance run = Allowance.of(pool);
        assertThatThrownBy(() -> run.change(ALL)).isInstanceOf(OutOfMemory.class);
        run.close();
        assertThat(pool.freeBytes()).isEqualTo(ALL);
    }
}
