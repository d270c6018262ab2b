package sevenlayers.node.knobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {

    private final Slots slots = new Slots();

    @Test
    void one_more_than_the_limit_is_refused_and_takes_nothing() {
        assertThat(slots.enter(2)).isTrue();
        assertThat(slots.enter(2)).isTrue();
        assertThat(slots.enter(2)).isFalse();
        assertThat(slots.taken()).isEqualTo(2);
        slots.leave();
        assertThat(slots.enter(2)).isTrue();
    }

    @Test
    void a_limit_turned_down_holds_for_new_calls_and_counts_those_under_way() {
        for (int call = 0; call < 5; call++) {
            assertThat(slots.enter(0)).as("no limit").isTrue();
        }
        assertThat(slots.enter(3)).isFalse();
        assertThat(slots.enter(6)).isTrue();
    }
}
