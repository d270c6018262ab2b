package sevenlayers.balancer.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    @Test
    void a_chance_falls_on_the_key_whose_share_it_is_in() {
        Keys.Line four = new Keys(4, 0).line();
        assertThat(DoubleStream.of(0, 0.2499, 0.25, 0.5, 0.99999).mapToInt(four::at))
                .containsExactly(0, 0, 1, 2, 3);
    }

    @Test
    void with_skew_1_the_first_of_a_hundred_is_twice_as_frequent_as_the_second() {
        Keys.Line line = new Keys(100, 1).line();
        int[] seen = new int[100];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000_000; i++) {
            seen[line.at(random.nextDouble())]++;
        }
        assertThat((double) seen[0] / seen[1]).isCloseTo(2, within(0.05));
        assertThat((double) seen[0] / seen[9]).isCloseTo(10, within(0.5));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 3", "7, 0.5", "10000, 0", "10000, 1", "10000, 3"})
    void every_place_on_the_line_belongs_to_one_key_and_the_order_is_theirs(int count, double skew) {
        Keys.Line line = new Keys(count, skew).line();
        assertThat(line.at(0)).isZero();
        assertThat(line.at(Math.nextDown(1.0))).isEqualTo(count - 1);
        int last = 0;
        for (int step = 0; step < 100_000; step++) {
            int key = line.at(step / 100_000.0);
            assertThat(key >= last && key < count).isTrue();
            last = key;
        }
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
