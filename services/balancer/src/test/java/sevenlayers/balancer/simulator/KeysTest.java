package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void a_chance_falls_on_the_key_whose_share_it_is_in() {
        double[] four = new Keys(4, 0).upTo();
        assertThat(four).containsExactly(0.25, 0.5, 0.75, 1);
        assertThat(new double[] {0, 0.2499, 0.25, 0.5, 0.99999})
                .satisfies(chances -> assertThat(Arrays.stream(chances).mapToInt(u -> Keys.at(four, u)))
                        .containsExactly(0, 0, 1, 2, 3));
    }

    @Test
    void with_skew_1_the_first_of_a_hundred_is_twice_as_frequent_as_the_second() {
        double[] upTo = new Keys(100, 1).upTo();
        int[] seen = new int[100];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000_000; i++) {
            seen[Keys.at(upTo, random.nextDouble())]++;
        }
        assertThat((double) seen[0] / seen[1]).isCloseTo(2, within(0.05));
        assertThat((double) seen[0] / seen[9]).isCloseTo(10, within(0.5));
    }

    @Test
    void a_request_has_the_same_key_as_long_as_it_is_asked() {
        Asked asked = new Asked(new Keys(10_000, 0));
        asked.next(7, 0.5);
        assertThat(asked.nanoTime()).isEqualTo(7);
        assertThat(asked.header("x-session")).contains("key-5000");
        assertThat(asked.path()).isEqualTo("/key-5000");
        assertThat(asked.client().getAddress().getHostAddress()).isEqualTo("10.0.19.136");
        assertThat(asked.client()).isSameAs(asked.client());
        asked.next(8, 0.6);
        assertThat(asked.header("x-session")).contains("key-6000");
    }
}
