package sevenlayers.node.knobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevenlayers.node.connection.AgeLimits;
import sevenlayers.node.work.Delay;
import sevenlayers.node.work.SeededDelay;

class PanelTest {

    private final Panel panel = new Panel();

    @Test
    void a_turn_says_what_was_and_what_is() {
        Panel.Turned turned =
                panel.turn(setting -> setting.withConcurrencyLimit(3).withReady(false));
        assertThat(turned.previous()).isEqualTo(Knobs.AT_START);
        assertThat(turned.knobs().concurrencyLimit()).isEqualTo(3);
        assertThat(turned.knobs().ready()).isFalse();
        assertThat(panel.setting().knobs()).isEqualTo(turned.knobs());
    }

    @Test
    void a_turn_leaves_every_other_knob_as_it_is() {
        SeededDelay latency = new SeededDelay(new Delay.Fixed(5), 1);
        Knobs.Errors errors = new Knobs.Errors(0.5, 13, 9);
        AgeLimits age = new AgeLimits(1_000, 2_000);
        panel.turn(setting -> setting.withLatency(latency));
        panel.turn(setting -> setting.withErrors(errors));
        panel.turn(setting -> setting.withConcurrencyLimit(7));
        panel.turn(setting -> setting.withReady(false));
        panel.turn(setting -> setting.withAge(age));
        assertThat(panel.setting().knobs()).isEqualTo(new Knobs(latency, errors, 7, false, age));
    }

    @Test
    void a_turn_that_fails_changes_nothing_and_tells_nobody() {
        List<Knobs> told = new ArrayList<>();
        panel.listen(told::add);
        assertThatThrownBy(() -> panel.turn(setting -> {
                    throw new IllegalArgumentException("not allowed");
                }))
                .hasMessage("not allowed");
        assertThat(panel.setting().knobs()).isEqualTo(Knobs.AT_START);
        assertThat(told).containsExactly(Knobs.AT_START);
    }

    @Test
    void draws_go_on_when_another_knob_is_turned_and_start_again_when_their_own_is() {
        SeededDelay latency = new SeededDelay(new Delay.Uniform(0, 1_000_000), 5);
        panel.turn(setting -> setting.withLatency(latency));
        var first = panel.setting().waits().next();
        panel.turn(setting -> setting.withReady(false));
        var second = panel.setting().waits().next();
        panel.turn(setting -> setting.withLatency(latency));
        assertThat(panel.setting().waits().next()).isEqualTo(first);
        assertThat(panel.setting().waits().next()).isEqualTo(second);
    }
}
