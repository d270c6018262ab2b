package sevenlayers.chassis.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final Readiness readiness = new Readiness();

    @Test
    void a_listener_hears_the_state_now_and_each_change_but_no_repetition() {
        List<Boolean> heard = new ArrayList<>();
        readiness.onChange(heard::add);
        readiness.set(true);
        readiness.set(false);
        readiness.set(false);
        readiness.set(true);

        assertThat(heard).containsExactly(true, false, true);
    }

    @Test
    void a_pod_that_drains_stays_not_ready_whatever_the_knob_says() {
        readiness.drain();
        readiness.set(false);
        readiness.set(true);

        assertThat(readiness.ready()).isFalse();
    }
}
