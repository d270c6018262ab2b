package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersTest {
    @Test
    void two_servers_take_two_and_the_third_waits_for_the_first_that_is_free() {
        Servers two = new Servers(2);
        assertThat(two.start(0, 10)).isZero();
        assertThat(two.start(1, 4)).isEqualTo(1);
        assertThat(two.start(2, 100)).as("the second is free at 5").isEqualTo(5);
        assertThat(two.start(3, 1)).as("the first is free at 10").isEqualTo(10);
        assertThat(two.start(500, 1)).as("nobody waits").isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void starts_are_those_of_a_queue_that_looks_at_every_server(int count) {
        Servers servers = new Servers(count);
        long[] freeAt = new long[count];
        SplittableRandom random = new SplittableRandom(count);
        long now = 0;
        for (int request = 0; request < 5_000; request++) {
            now += random.nextInt(20);
            long service = random.nextInt(20 * count);
            Arrays.sort(freeAt);
            long start = Math.max(now, freeAt[0]);
            freeAt[0] = start + service;
            assertThat(servers.start(now, service)).isEqualTo(start);
        }
    }

    @Test
    void even_the_longest_services_have_an_end() {
        Servers one = new Servers(1);
        for (int request = 0; request < 10; request++) {
            long start = one.start(request, Long.MAX_VALUE);
            assertThat(Servers.end(start, Long.MAX_VALUE)).isEqualTo(Servers.HORIZON);
        }
    }
}
