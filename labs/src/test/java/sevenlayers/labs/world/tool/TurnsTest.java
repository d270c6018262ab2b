package sevenlayers.labs.world.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.labs.world.WorldException;

@Timeout(20)
class TurnsTest {

    private final Turns turns = new Turns();

    @Test
    void an_end_interrupts_the_change_and_waits_until_that_has_tidied_up() throws Exception {
        var seen = new ConcurrentLinkedQueue<String>();
        var begun = new CountDownLatch(1);
        Thread change = Thread.startVirtualThread(() -> turns.change(() -> {
            try {
                begun.countDown();
                Patience.until(Duration.ofMinutes(1), Duration.ofSeconds(60), () -> false);
            } catch (WorldException _) {
                seen.add("tidied");
            }
        }));
        begun.await();
        turns.end(() -> seen.add("ended"));
        change.join();
        assertThat(seen).containsExactly("tidied", "ended");
        assertThatThrownBy(() -> turns.change(() -> {})).hasMessageContaining("has been taken down");
    }

    @Test
    void an_end_that_failed_can_be_tried_again() {
        assertThatThrownBy(() -> turns.end(() -> {
                    throw new WorldException("Docker does not answer");
                }))
                .hasMessage("Docker does not answer");
        assertThat(turns.<Integer>change(() -> 7)).isEqualTo(7);
    }

    @Test
    void an_interrupt_reaches_what_is_done_meanwhile() throws Exception {
        var begun = new CountDownLatch(2);
        Thread caller = Thread.startVirtualThread(() -> assertThatThrownBy(() -> Meanwhile.each(List.of(1, 2), _ -> {
                    begun.countDown();
                    return new Tool("sleep", Path.of("."), Map.of()).run("60");
                }))
                .isInstanceOf(WorldException.class));
        begun.await();
        caller.interrupt();
        assertThat(caller.join(Duration.ofSeconds(15))).isTrue();
    }
}
